using SmolVM.Machines;
using SmolVM.Qemu;

namespace SmolVM.MachineTests.Debian;

[Trait("Category", "Stress")]
public sealed class StoredDebianTests : IAsyncDisposable
{
    const string Unit =
        """
        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/bin/sh -c 'echo start >> /var/lib/seen; test ! -e /var/lib/broken'
        ExecStop=/bin/sh -c 'echo stop >> /var/lib/seen; touch /var/lib/broken'
        [Install]
        WantedBy=multi-user.target
        """;

    readonly string name = $"debian-{Guid.NewGuid():N}"[..20];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static IStoredMachines Stored => new QemuEngine().Stored;

    public async ValueTask DisposeAsync()
    {
        await Stored.DeleteAsync(name);
        Leftovers.AssertNone(name);
    }

    [Fact(Timeout = 600_000)]
    public async Task Systemd_stops_its_units_when_the_machine_stops_and_those_that_fail_at_the_next_start_are_named()
    {
        await Stored.CreateAsync(DebianMachine.Options with { Name = name, RootUpper = RootUpper.Disk }, Token);
        var said = new Said();
        await using (var first = await Stored.StartAsync(name, said, Token))
        {
            await first.WriteTextAsync("/etc/systemd/system/seen.service", Unit, Token);
            (await first.ExecAsync("systemctl daemon-reload && systemctl enable --now seen.service", Token)).EnsureSuccess();
            await first.StopAsync(Token);
        }
        Assert.Empty(said.Warnings);

        await using var again = await Stored.StartAsync(name, said, Token);

        Assert.Equal("start\nstop\nstart\n", await again.ReadTextAsync("/var/lib/seen", Token));
        Assert.Equal([$"Warning: the machine '{name}' is ready, but these units failed: seen.service."], said.Warnings);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_machine_with_a_disk_is_rebooted_by_its_systemd()
    {
        await using var machine = await Engine.StartAsync(DebianMachine.Options with { RootUpper = RootUpper.Disk }, Token);
        await machine.WriteTextAsync("/etc/systemd/system/seen.service", Unit, Token);
        (await machine.ExecAsync("systemctl daemon-reload && systemctl enable --now seen.service", Token)).EnsureSuccess();

        await machine.RebootAsync(Token);

        await machine.WaitForUnitAsync("seen.service", "failed", cancellationToken: Token);
        Assert.Equal("start\nstop\nstart\n", await machine.ReadTextAsync("/var/lib/seen", Token));
    }
}
