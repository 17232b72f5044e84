using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Packs;
using SmolVM.Tests.Packs;

namespace SmolVM.MachineTests;

/// <summary>Packs of the smolvm program, made by the description of its format, boot in machines of this engine.</summary>
public sealed class CliPackTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forms => new()
    {
        nameof(CliPack.Sidecar),
        new TheoryDataRow<string>(nameof(CliPack.Oldest)) { Traits = { ["Category"] = ["Stress"] } },
        new TheoryDataRow<string>(nameof(CliPack.SingleFile)) { Traits = { ["Category"] = ["Stress"] } },
    };

    public void Dispose() => folder.Dispose();

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Forms))]
    public async Task A_pack_of_a_container_boots_and_runs_its_entry_point(string form)
    {
        var pack = folder.Write("app.smolmachine", form switch
        {
            nameof(CliPack.Oldest) => CliPack.Oldest,
            nameof(CliPack.SingleFile) => CliPack.SingleFile,
            _ => CliPack.Sidecar,
        });
        var manifest = await SmolMachineFile.ReadManifestAsync(pack, Token);

        await using var machine = await Engine.Cold.StartAsync(new MachineOptions { Image = pack }, null, Token);
        var program = new GuestCommand([.. manifest.Entrypoint, .. manifest.Command]) { WorkingDirectory = manifest.WorkingDirectory };
        var ran = await machine.ExecAsync(program, cancellationToken: Token);

        Assert.Equal(
            "hello from /data: first second word\nof the highest layer\nls: /etc/gone: No such file or directory\n/data:\nnew\n",
            ran.StandardOutput);
        Assert.Equal(7, ran.ExitCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("\"linux/amd64\"", "\"linux/riscv64\"", "is for 'linux/riscv64', and machines here are 'linux/amd64'.")]
    [InlineData("\"image\"", "\"mode\": \"vm\", \"image\"", "has the mode 'vm': it holds the disk of a machine of the smolvm program")]
    public async Task What_cannot_boot_is_refused_before_anything_is_made_and_can_be_inspected(string wanted, string found, string refusal)
    {
        var raw = RawPack.WithLayer(new RawTar().Directory("./").ToArray());
        var other = raw with { Manifest = raw.Manifest.Replace(wanted, found, StringComparison.Ordinal) };
        var pack = folder.Write("app.smolmachine", other.ToArray());

        var error = Assert.Throws<ImageException>(() => Engine.Cold.Check(new MachineOptions { Image = pack }));

        Assert.StartsWith($"The pack '{pack}' {refusal}", error.Message, StringComparison.Ordinal);
        Assert.Equal("alpine:3.22", (await SmolMachineFile.ReadManifestAsync(pack, Token)).Image);
    }
}
