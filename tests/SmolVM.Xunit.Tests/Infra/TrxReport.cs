using System.Xml.Linq;

namespace SmolVM.Xunit.Tests.Infra;

/// <summary>Reads the TRX files of VSTest, of Microsoft.Testing.Platform and of xunit's own runner.</summary>
static class TrxReport
{
    static readonly XNamespace Ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static IReadOnlyList<TestOutcome> Read(string path, string results) => !File.Exists(path)
        ? []
        : [.. XDocument.Load(path).Descendants(Ns + "UnitTestResult").Select(result => Outcome(result, results))];

    static TestOutcome Outcome(XElement result, string results) => new(
        (string)result.Attribute("testName")!,
        (string)result.Attribute("outcome")! switch { "Passed" => "passed", "Failed" => "failed", _ => "skipped" },
        string.Concat(result.Descendants(Ns + "ErrorInfo").Elements(Ns + "Message").Select(message => message.Value)),
        string.Concat(
            from part in result.Elements(Ns + "Output").Descendants()
            where part.Name.LocalName is "StdOut" or "Message"
            select part.Value),
        result.Descendants(Ns + "ResultFile").Select(file => Content((string)file.Attribute("path")!, results)).FirstOrDefault());

    // VSTest names its copy below the results, the others the file as it is.
    static string Content(string path, string results) => File.ReadAllText(Path.IsPathRooted(path)
        ? path
        : Directory.EnumerateFiles(results, Path.GetFileName(path), SearchOption.AllDirectories).Last());
}
