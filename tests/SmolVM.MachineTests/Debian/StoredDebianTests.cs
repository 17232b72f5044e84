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

    string Fork => $"{name}-fork";

    public async ValueTask DisposeAsync()
    {
        await Stored.DeleteAsync(name);
        await Stored.DeleteAsync(Fork);
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
    public async Task A_fork_goes_on_with_the_units_of_its_source_under_a_name_and_an_id_of_its_own()
    {
        await Stored.CreateAsync(DebianMachine.Options with { Name = name, RootUpper = RootUpper.Disk }, Token);
        await using (var source = await Stored.StartAsync(name, null, Token))
        {
            await source.WriteTextAsync("/etc/systemd/system/seen.service", Unit, Token);
            (await source.ExecAsync("systemctl daemon-reload && systemctl enable --now seen.service", Token)).EnsureSuccess();
        }

        await Stored.ForkAsync(name, Fork, null, Token);

        await using var first = await Stored.AttachAsync(name, null, Token);
        await using var second = await Stored.AttachAsync(Fork, null, Token);
        var (one, other) = (await LookAsync(first), await LookAsync(second));
        Assert.Equal((name, Fork), (one[0], other[0]));
        Assert.NotEqual(one[1], other[1]);
        Assert.Equal(["active", "running", "1"], one[2..5]);
        Assert.Equal(["active", "running", "1"], other[2..5]);
        // A second start of the unit fails: it must have been told to stop first.
        await second.RebootAsync(Token);
        Assert.Equal("start\nstop\nstart\n", await second.ReadTextAsync("/var/lib/seen", Token));

        async Task<string[]> LookAsync(Machine machine) => (await machine.ExecAsync(
            """
            hostname; cat /etc/machine-id; systemctl is-active seen.service; systemctl is-system-running
            journalctl --quiet --boot --lines=1 --output=cat _PID=1 | wc -l
            """,
            Token)).EnsureSuccess().StandardOutput.Split('\n');
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
