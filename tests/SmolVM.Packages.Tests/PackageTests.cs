using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using SmolVM.Errors;
using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>What the packages hold.</summary>
public sealed class PackageTests(PackedPackages packages)
{
    static readonly string[] Ids = ["SmolVM", "SmolVM.Build", "SmolVM.Templates", "SmolVM.Tool", "SmolVM.Xunit"];

    [Fact]
    public Task The_files_of_each_package_are_known() =>
        Verify(string.Join("\n\n", Ids.Select(id => $"{id}\n  {string.Join("\n  ", FilesWithoutPages(id))}")));

    [Fact]
    public Task The_description_of_each_package_is_known() =>
        Verify(string.Join("\n\n", Ids.Select(id => NuGetPackage.Description(packages.PathOf(id), id)))
            .Replace(packages.Version, "{version}", StringComparison.Ordinal));

    [Fact]
    public void Every_error_code_has_its_page_in_the_package()
    {
        var files = NuGetPackage.Files(packages.PathOf("SmolVM.Build"));

        var codes = typeof(ErrorCodes).GetFields().Select(field => (string)field.GetValue(null)!);

        Assert.All(codes, code => Assert.Contains($"docs/errors/{code}.md", files));
    }

    [Theory]
    [InlineData("SmolVM", "lib/net10.0/SmolVM.dll")]
    [InlineData("SmolVM.Tool", "tools/net10.0/any/SmolVM.dll")]
    public void The_guest_agent_is_inside_and_is_a_static_program_for_x64(string id, string file)
    {
        var context = new AssemblyLoadContext("package", isCollectible: true);
        using var assembly = new MemoryStream(NuGetPackage.Read(packages.PathOf(id), file));
        using var resource = context.LoadFromStream(assembly).GetManifestResourceStream("smolvm-agent")!;
        var program = new byte[resource.Length];

        resource.ReadExactly(program);

        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F', 2], program[..5]);
        Assert.Equal(62, BitConverter.ToUInt16(program, 18)); // x86-64
        Assert.DoesNotContain("/ld-", System.Text.Encoding.Latin1.GetString(program), StringComparison.Ordinal);
        context.Unload();
    }

    [Theory]
    [InlineData("SmolVM", "lib/net10.0/SmolVM.dll")]
    [InlineData("SmolVM.Build", "tasks/net10.0/SmolVM.Build.dll")]
    [InlineData("SmolVM.Build", "tasks/net10.0/SmolVM.dll")]
    [InlineData("SmolVM.Tool", "tools/net10.0/any/dotnet-smolvm.dll")]
    [InlineData("SmolVM.Tool", "tools/net10.0/any/SmolVM.dll")]
    [InlineData("SmolVM.Xunit", "lib/net10.0/SmolVM.Xunit.dll")]
    [InlineData("SmolVM.Xunit", "analyzers/dotnet/cs/SmolVM.Xunit.Analyzers.dll")]
    public void Each_assembly_has_its_symbols_and_no_path_of_where_it_was_built(string id, string file)
    {
        var bytes = NuGetPackage.Read(packages.PathOf(id), file);
        using var assembly = new PEReader(new MemoryStream(bytes));
        var symbols = assembly.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = assembly.ReadEmbeddedPortablePdbDebugDirectoryData(symbols);
        var reader = provider.GetMetadataReader();

        var documents = reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)).ToList();

        Assert.Contains(documents, document => document.StartsWith("/_/src/", StringComparison.Ordinal));
        Assert.All(documents, document => Assert.StartsWith("/_/", document, StringComparison.Ordinal));
        Assert.DoesNotContain(Repository.Root, System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void All_files_of_a_package_have_one_time() =>
        Assert.All(Ids, id => Assert.Single(NuGetPackage.Times(packages.PathOf(id))));

    // Pages are added with every feature, and the test above sees those that the errors lead to.
    IEnumerable<string> FilesWithoutPages(string id) =>
        NuGetPackage.Files(packages.PathOf(id)).Where(file => !file.StartsWith("docs/", StringComparison.Ordinal));
}
