using System.Net;
using System.Net.Sockets;
using SmolVM.Machines;

namespace SmolVM.Xunit.Tests;

/// <summary>What the attribute says is so in a real machine.</summary>
[SmolVmFixture(
    Engine = "qemu", MachineName = "every-property", Cpus = 1, MemoryMiB = 300, RootUpper = RootUpper.Disk, DiskMiB = 200, Network = true,
    Ports = [8095], User = "nobody", Mount = "Verbs/shared:/read", Mounts = ["obj:/written"], WritableMounts = true,
    Environment = ["COLOUR=red;green"], Provision = ["id -u > /etc/prepared-by", "chmod 777 /written"], BootTimeoutSeconds = 300,
    MaximumLifetimeSeconds = 3000, ConfigureWith = typeof(AnotherPort))]
public sealed class PropertyTests(SmolVm vm)
{
    /// <summary>Adds to what the attribute says.</summary>
    public sealed class AnotherPort : ISmolVmConfiguration
    {
        public MachineOptions Configure(MachineOptions options) => options with { Ports = [.. options.Ports, 8096] };
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_machine_has_its_name_processors_memory_and_disk()
    {
        Assert.Equal("every-property\n", (await vm.SucceedAsync("cat /proc/sys/kernel/hostname")).StandardOutput);
        Assert.Equal("1\n", (await vm.SucceedAsync("grep -c ^processor /proc/cpuinfo")).StandardOutput);
        var memoryKiB = int.Parse((await vm.SucceedAsync("grep MemTotal /proc/meminfo | tr -dc 0-9")).StandardOutput, null);
        Assert.InRange(memoryKiB, 200 << 10, 300 << 10);
        var disk = await vm.SucceedAsync("/run/smolvm/busybox df -m / | awk 'END { print $2 }'");
        Assert.InRange(int.Parse(disk.StandardOutput, null), 100, 200);
    }

    [Fact(Timeout = 120_000)]
    public async Task Programs_run_as_the_user_with_the_variables_and_provisioning_by_root()
    {
        Assert.Equal("65534 red;green\n", (await vm.SucceedAsync("echo $(id -u) \"$COLOUR\"")).StandardOutput);
        Assert.Equal("0\n", await vm.ReadTextAsync("/etc/prepared-by"));
    }

    [Fact(Timeout = 120_000)]
    public async Task What_is_written_to_a_writable_mount_is_in_the_project()
    {
        await vm.SucceedAsync("echo from the guest > /written/written-by-a-guest.txt");

        var path = Infra.Repository.Path("tests/SmolVM.Xunit.Tests/obj/written-by-a-guest.txt");
        Assert.Equal("from the guest\n", await File.ReadAllTextAsync(path, Token));
        File.Delete(path);
        Assert.Equal("hello from the project\n", await vm.ReadTextAsync("/read/hello.txt"));
    }

    [Fact(Timeout = 120_000)]
    public async Task The_network_is_open()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var sending = vm.SucceedAsync($"echo out we go | /run/smolvm/busybox nc 10.0.2.2 {((IPEndPoint)listener.LocalEndpoint).Port}");
        using (var client = await listener.AcceptTcpClientAsync(Token))
        using (var reader = new StreamReader(client.GetStream()))
            Assert.Equal("out we go", await reader.ReadLineAsync(Token));

        await sending;
        Assert.Contains("nameserver", await vm.ReadTextAsync("/etc/resolv.conf"), StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(8095)]
    [InlineData(8096)]
    public async Task Ports_of_the_attribute_and_of_the_code_are_forwarded_from_the_start(int port)
    {
        Assert.Contains(vm.Machine.Argv, word => word.Contains($"-:{port}", StringComparison.Ordinal));
        await vm.SucceedAsync($"mkdir -p /tmp/www && echo served > /tmp/www/{port}");
        await using var serving = new Verbs.BackgroundCommand(vm, $"/run/smolvm/busybox httpd -f -p {port} -h /tmp/www");
        await vm.WaitForPortAsync(port);

        using var client = new HttpClient { BaseAddress = await vm.ForwardUriAsync(port) };

        Assert.Equal("served\n", await client.GetStringAsync($"{port}", Token));
    }

    [Fact]
    public void Limits_are_the_machines() => Assert.Equal(
        (TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(3000)), (vm.Machine.Options.BootTimeout, vm.Machine.Options.MaximumLifetime));
}
