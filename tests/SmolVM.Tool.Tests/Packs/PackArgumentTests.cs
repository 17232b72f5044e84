using SmolVM.Tests.Contract;
using SmolVM.Tests.Packs;
using SmolVM.Tool.Packs;

namespace SmolVM.Tool.Tests.Packs;

public sealed class PackArgumentTests : IDisposable
{
    readonly TemporaryDirectory folder = new();
    readonly TestConsole console = new();

    public void Dispose()
    {
        console.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("create")]
    [InlineData("run")]
    public void Every_option_of_the_program_is_taken_or_refused_and_none_is_unknown(string name)
    {
        var command = PackCommand.Create().Subcommands.Single(one => one.Name == name);
        var known = command.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet();

        var contract = CliContract.Command($"pack {name}", new Version(1, 9, 3))!;

        Assert.Empty(
            contract.Arguments.Where(argument => argument.IsFlag)
                .SelectMany(argument => argument.Letters.Select(letter => $"-{letter}").Append(argument.Name)).Except(known));
    }

    [Theory]
    [InlineData("give one of '--image <IMAGE>' and '--from-vm <NAME>'", "create", "-o", "out")]
    [InlineData("give one of '--image <IMAGE>' and '--from-vm <NAME>'", "create", "-o", "out", "--image", "base", "--from-vm", "a")]
    [InlineData("'--single-file' cannot be had here: the pack and its executable", "create", "-o", "out", "-I", "base", "--single-file")]
    [InlineData("'--gpu' cannot be had here: machines of the qemu engine have no GPU", "create", "-o", "out", "-I", "base", "--gpu")]
    [InlineData("'--cuda' cannot be had here: machines of the qemu engine have no GPU", "run", "--sidecar", "x", "--cuda")]
    [InlineData("Option '--sidecar' is required.", "run")]
    [InlineData("Option '--output' is required.", "create", "--image", "base")]
    public async Task What_cannot_be_is_a_usage_error(string message, params string[] words)
    {
        var exit = await console.RunAsync(["pack", .. words]);

        Assert.Equal(2, exit);
        Assert.StartsWith($"error: {message}", console.Error);
    }

    [Theory]
    [InlineData("app.smolmachine", "which is added to it. Name it '")]
    [InlineData("none/app", "for the output. Make it first.")]
    [InlineData("", "is a directory. Name a file in it.")]
    public async Task An_output_that_cannot_be_made_is_refused_before_anything_is_started(string name, string reason)
    {
        var exit = await console.RunAsync("pack", "create", "--image", "base", "-o", Path.Combine(folder.Path, name));

        Assert.Equal(1, exit);
        Assert.Contains(reason, console.Error);
        Assert.EndsWith("(SMOL0040)\n", console.Error);
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [InlineData("The image 'host' cannot be packed", "--image", "host")]
    [InlineData("A pack for 'linux/riscv64' cannot be made here", "--image", "base", "--oci-platform", "linux/riscv64")]
    [InlineData("A machine cannot have 65 CPUs", "--image", "base", "--cpus", "65")]
    [InlineData("A machine cannot have 64 MiB of memory", "--from-vm", "none", "--mem", "64")]
    public async Task What_cannot_be_packed_is_refused_before_anything_is_started(string reason, params string[] words)
    {
        var exit = await console.RunAsync(["pack", "create", "-o", folder["out"], .. words]);

        Assert.Equal(1, exit);
        Assert.StartsWith($"Error: {reason}", console.Error);
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public async Task A_pack_without_an_entry_point_wants_a_program()
    {
        var pack = folder.Write("any.smolmachine", RawPack.OfManifest(RawPack.MinimalManifest).ToArray());

        var exit = await console.RunAsync("pack", "run", "--sidecar", pack);

        Assert.Equal(1, exit);
        Assert.Contains("has no entry point, so there is nothing to run. Name a program: … -- COMMAND", console.Error);
    }
}
