using SmolVM.Processes;

namespace SmolVM.MachineTests;

/// <summary>What <c>docs/packs.md</c> promises under "The same input, the same file".</summary>
public sealed class SamePackTests : IDisposable
{
    const string Provisioning =
        "mkdir -p /opt/app && echo made > /opt/app/made && ln -s made /opt/app/link && "
        + "chown 12:34 /opt/app/made && touch -d @2000000000 /opt/app/later";

    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 600_000)]
    public async Task Two_machines_that_ran_the_same_give_the_same_pack()
    {
        await PackAsync("same-pack-one", folder["one.smolmachine"]);
        await PackAsync("same-pack-two", folder["two.smolmachine"]);

        var (one, two) = (File.ReadAllBytes(folder["one.smolmachine"]), File.ReadAllBytes(folder["two.smolmachine"]));
        Assert.True(one.Length > 1_000_000);
        Assert.True(
            one.AsSpan().SequenceEqual(two),
            $"{one.Length} and {two.Length} bytes, the first other one at {one.AsSpan().CommonPrefixLength(two)}");
    }

    // In a process of its own: the variable is read by other programs too, which other tests start.
    static async Task PackAsync(string name, string pack)
    {
        string[] argv = [Path.Combine(AppContext.BaseDirectory, "SmolVM.Tests.Host"), "run-machine", name, "pack", pack, Provisioning];
        var command = new Command(argv)
        {
            Environment = new Dictionary<string, string?> { ["SOURCE_DATE_EPOCH"] = "1700000000" },
            Timeout = TimeSpan.FromMinutes(5),
        };
        (await new CommandRunner().RunAsync(command, TestContext.Current.CancellationToken)).EnsureSuccess();
    }
}
