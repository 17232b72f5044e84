using YamlDotNet.RepresentationModel;

namespace SmolVM.Packages.Tests.Infra;

/// <summary>What a build server reads of ours.</summary>
sealed class Workflow
{
    const string Script = "ci/smolvm-ci.sh";

    readonly List<(string Path, string Value)> scalars = [];

    public Workflow(string path)
    {
        using var text = File.OpenText(path);
        var yaml = new YamlStream();
        yaml.Load(text);
        Collect("", yaml.Documents[0].RootNode);
    }

    /// <summary>The command lines in their order.</summary>
    public IReadOnlyList<string> Commands =>
    [
        .. from scalar in scalars
           where scalar.Path.EndsWith("/run", StringComparison.Ordinal) || scalar.Path.Contains("/script/", StringComparison.Ordinal)
           select scalar.Value,
    ];

    /// <summary>The script's verbs in their order; a line that is anything but a call of the script is an error.</summary>
    public IReadOnlyList<string> Verbs => [.. Commands.Select(Verb)];

    /// <summary>All values, each with the path of names and numbers that leads to it.</summary>
    public IReadOnlyList<(string Path, string Value)> Values => scalars;

    static string Verb(string command) => command.Split(' ') is [Script, var verb, ..]
        ? verb
        : throw new InvalidOperationException($"'{command}' is no call of {Script}.");

    void Collect(string path, YamlNode node)
    {
        switch (node)
        {
            case YamlScalarNode scalar:
                scalars.Add((path, scalar.Value!));
                break;
            case YamlSequenceNode sequence:
                foreach (var (index, child) in sequence.Children.Index())
                    Collect($"{path}/{index}", child);
                break;
            case YamlMappingNode mapping:
                foreach (var (key, child) in mapping.Children)
                    Collect($"{path}/{key}", child);
                break;
        }
    }
}
