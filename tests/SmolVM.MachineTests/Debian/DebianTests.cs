using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.MachineTests.Debian;

[Trait("Category", "Stress")]
[Collection(nameof(DebianMachine))]
public sealed class DebianTests(DebianMachine debian)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task It_is_a_configured_Debian_whose_systemd_has_started_everything()
    {
        var result = await debian.Machine.ExecAsync(
            """
            set -e
            cat /proc/1/comm
            systemctl is-system-running
            dpkg --audit
            apt-get --version | head -1 | cut -d' ' -f1
            apt-cache policy systemd | grep -c 'Installed: [0-9]'
            grep -h '^ID=' /etc/os-release
            find /var/lib/apt/lists -type f ! -name lock | wc -l
            awk '/MemTotal/ { print ($2 > 900000) }' /proc/meminfo
            """,
            Token);

        Assert.Equal("systemd\nrunning\napt\n1\nID=debian\n0\n1\n", result.EnsureSuccess().StandardOutput);
        Assert.Empty(debian.Said.Warnings);
    }

    [Fact(Timeout = 120_000)]
    public async Task Each_machine_has_its_own_name_and_id_and_finds_the_journal_of_its_boot()
    {
        await using var clone = await debian.Machine.CloneAsync("debian-clone", Token);

        var one = await LookAsync(debian.Machine);
        var other = await LookAsync(clone);

        Assert.NotEqual(one[0], other[0]);
        Assert.Equal([debian.Machine.Name, "debian-clone"], [one[1], other[1]]);
        Assert.Equal(["1", "1"], [one[2], other[2]]);

        async Task<string[]> LookAsync(Machine machine) => (await machine.ExecAsync(
            "cat /etc/machine-id; hostname; journalctl --quiet --boot --lines=1 --output=cat _PID=1 | wc -l", Token)).EnsureSuccess().StandardOutput.Split('\n');
    }

    [Fact(Timeout = 300_000)]
    public async Task A_unit_that_does_not_come_up_is_told_with_its_state_and_its_journal()
    {
        await using var clone = await debian.Machine.CloneAsync(null, Token);
        await clone.WriteTextAsync(
            "/etc/systemd/system/broken.service", "[Service]\nExecStart=/bin/sh -c 'echo I have no configuration >&2; exit 3'\n", Token);
        (await clone.ExecAsync("systemctl daemon-reload; systemctl start broken.service", Token)).EnsureSuccess();

        await clone.WaitForUnitAsync("broken.service", "failed", cancellationToken: Token);
        var failure = await Assert.ThrowsAsync<WaitException>(
            () => clone.WaitForUnitAsync("broken.service", timeout: TimeSpan.FromSeconds(30), cancellationToken: Token));

        Assert.Equal("the unit 'broken.service' to be active", failure.Awaited);
        Assert.Contains("is failed (failed), its last result is 'exit-code' with exit status 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("I have no configuration", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_unit_that_is_not_there_is_said_not_to_be()
    {
        var failure = await Assert.ThrowsAsync<WaitException>(
            () => debian.Machine.WaitForUnitAsync("nonesuch.service", timeout: TimeSpan.FromSeconds(30), cancellationToken: Token));

        Assert.StartsWith("the unit 'nonesuch.service' is not there", failure.LastSeen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_image_host_has_no_init()
    {
        var engine = await Engine.GetAsync(Token);

        var refused = Assert.Throws<SmolVmException>(() => engine.Check(DebianMachine.Options with { Image = "host" }));

        Assert.Contains("it would start this host's own services", refused.Message, StringComparison.Ordinal);
    }
}
