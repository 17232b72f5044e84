using SmolVM.Machines;
using SmolVM.Packs;

namespace SmolVM.MachineTests.Debian;

[Trait("Category", "Stress")]
public sealed class DebianPackTests : IDisposable
{
    const string Unit =
        """
        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/bin/sh -c 'echo start >> /var/lib/seen'
        [Install]
        WantedBy=multi-user.target
        """;

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 900_000)]
    public async Task A_pack_of_a_machine_with_an_init_has_its_units_and_whoever_starts_it_names_the_init()
    {
        var pack = folder["debian.smolmachine"];
        await using (var machine = await Engine.StartAsync(DebianMachine.Options, Token))
        {
            await machine.WriteTextAsync("/etc/systemd/system/seen.service", Unit, Token);
            (await machine.ExecAsync("systemctl daemon-reload && systemctl enable --now seen.service", Token)).EnsureSuccess();
            await machine.PackAsync(pack, Token);
        }

        await using var plain = await Engine.StartAsync(new MachineOptions { Image = pack }, Token);
        await using var again = await Engine.StartAsync(new MachineOptions { Image = pack, Init = "/sbin/init" }, Token);

        await again.WaitForUnitAsync("seen.service", cancellationToken: Token);
        Assert.Equal("start\nstart\n", await again.ReadTextAsync("/var/lib/seen", Token));
        Assert.Equal("running\n", (await again.ExecAsync("systemctl is-system-running", Token)).StandardOutput);
        Assert.Equal("start\n", await plain.ReadTextAsync("/var/lib/seen", Token));
        Assert.NotEqual("systemd\n", await plain.ReadTextAsync("/proc/1/comm", Token));
        Assert.Empty((await SmolMachineFile.ReadManifestAsync(pack, Token)).Entrypoint);
    }
}
