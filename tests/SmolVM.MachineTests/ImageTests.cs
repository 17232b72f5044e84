using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

public sealed class ImageTests(SharedMachine shared) : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Base_has_what_a_self_contained_program_needs()
    {
        var result = await shared.Machine.ExecAsync(
            """
            set -e
            for f in libstdc++.so.6 libgcc_s.so.1 libssl.so.3 libz.so.1; do find / -xdev -name "$f*" | grep -q . || echo missing $f; done
            find / -xdev -name 'libicuuc.so.*' | grep -q . || echo missing icu
            grep -q 'BEGIN CERTIFICATE' /etc/ssl/certs/ca-certificates.crt
            test -f /usr/share/zoneinfo/Europe/Berlin
            bash -c 'echo $BASH_VERSION' > /dev/null
            stat -c '%a %u:%g' / /root /tmp /etc/passwd
            """,
            Token);

        Assert.Equal("755 0:0\n700 0:0\n1777 0:0\n644 0:0\n", result.EnsureSuccess().StandardOutput);
    }

    [Fact(Timeout = 180_000)]
    public async Task Host_is_the_hosts_own_root_with_an_overlay_on_top()
    {
        await using var machine = await Engine.StartAsync(new MachineOptions { Image = "host", Mounts = [new WorkspaceMount(shared.Tree)] }, Token);

        var result = await machine.ExecAsync("cat /etc/os-release | head -1; echo x > /etc/smolvm-wrote-this; cat /etc/smolvm-wrote-this /workspace/hello.txt", Token);

        Assert.Equal($"{File.ReadLines("/etc/os-release").First()}\nx\nhello from the host\n", result.EnsureSuccess().StandardOutput);
        Assert.False(File.Exists("/etc/smolvm-wrote-this"));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_root_directory_is_an_image()
    {
        await shared.Machine.CopyOutAsync("/usr/bin/busybox", folder["root/bin/sh"], Token);
        Directory.CreateDirectory(folder["root/etc"]);
        await File.WriteAllTextAsync(folder["root/etc/motto"], "made by hand\n", Token);
        await using var machine = await Engine.StartAsync(new MachineOptions { Image = folder["root"] }, Token);

        var result = await machine.ExecAsync("read motto < /etc/motto; echo $motto", Token);

        Assert.Equal("made by hand\n", result.EnsureSuccess().StandardOutput);
    }
}
