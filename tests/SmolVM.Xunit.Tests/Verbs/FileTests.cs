using System.Net;
using System.Net.Sockets;
using SmolVM.Guests;

namespace SmolVM.Xunit.Tests.Verbs;

[SmolVmFixture(Share = VerbMachine.Name, Mount = VerbMachine.Mount, MachineName = VerbMachine.Name)]
public sealed class FileTests(SmolVm vm) : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_tree_is_copied_in_and_out_again()
    {
        folder.Write("tree/inner/file.txt", "content\n");

        await vm.CopyInAsync(folder["tree"], "/tmp/copied");
        await vm.SucceedAsync("echo more >> /tmp/copied/inner/file.txt");
        await vm.CopyOutAsync("/tmp/copied", folder["back"]);

        Assert.Equal("content\nmore\n", await File.ReadAllTextAsync(folder["back/inner/file.txt"], Token));
    }

    [Fact(Timeout = 120_000)]
    public async Task Text_is_written_and_read()
    {
        await vm.WriteTextAsync("/tmp/texts/grüße.txt", "Grüße\n");

        Assert.Equal("Grüße\n", await vm.ReadTextAsync("/tmp/texts/grüße.txt"));
        Assert.Equal("8", (await vm.SucceedAsync("cat /tmp/texts/gr*.txt | wc -c")).StandardOutput.Trim());
    }

    [Fact(Timeout = 120_000)]
    public async Task Bytes_are_written_and_read()
    {
        byte[] bytes = [0, 255, 10, 13, 128];

        await vm.WriteBytesAsync("/tmp/bytes", bytes);

        Assert.Equal(bytes, await vm.ReadBytesAsync("/tmp/bytes"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_that_is_not_there_is_an_error_with_its_path()
    {
        var failure = await Assert.ThrowsAsync<GuestExecException>(() => vm.ReadTextAsync("/no/such/file"));

        await Verify(FailureText.WithoutTimes(failure.Message));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_mount_of_the_attribute_begins_at_the_project() =>
        Assert.Equal("hello from the project\n", await vm.ReadTextAsync("/workspace/hello.txt"));

    [Fact(Timeout = 120_000)]
    public async Task A_network_that_nobody_opened_lets_nothing_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        await vm.FailAsync(
            $"echo x | /run/smolvm/busybox timeout 5 /run/smolvm/busybox nc 10.0.2.2 {((IPEndPoint)listener.LocalEndpoint).Port}");

        Assert.False(listener.Pending());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_port_of_the_guest_is_reached_as_an_end_point_and_as_a_uri()
    {
        await vm.WriteTextAsync("/tmp/www/page", "served by the guest");
        await using var serving = new BackgroundCommand(vm, "/run/smolvm/busybox httpd -f -p 8093 -h /tmp/www");
        await vm.WaitForPortAsync(8093);

        var endPoint = await vm.ForwardPortAsync(8093);
        var uri = await vm.ForwardUriAsync(8093);
        using var client = new HttpClient { BaseAddress = uri };

        Assert.Equal(IPAddress.Loopback, endPoint.Address);
        Assert.Equal(new Uri($"http://127.0.0.1:{endPoint.Port}/"), uri);
        Assert.Equal("served by the guest", await client.GetStringAsync("page", Token));
    }
}
