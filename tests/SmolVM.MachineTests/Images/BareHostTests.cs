using SmolVM.Images;

namespace SmolVM.MachineTests.Images;

/// <summary>A host on which nothing is installed and nothing can be: an ordinary user, who can write to the cache alone.</summary>
[Trait("Category", "Stress")]
[Trait("Category", "Root")]
public sealed class BareHostTests
{
    [Fact(Timeout = 900_000)]
    public async Task Machines_run_with_a_QEMU_and_tools_from_packages_that_are_only_unpacked()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can make the rest of the host unwritable for a test.");
        await using var user = await OrdinaryUser.MakeAsync("a home, on PATH");
        var programs = Directory.CreateDirectory(Path.Combine(user.Home, "bin")).FullName;
        foreach (var program in Directory.EnumerateFiles("/usr/bin").Where(path => !CarriedTools.Names.Contains(Path.GetFileName(path))))
            File.CreateSymbolicLink(Path.Combine(programs, Path.GetFileName(program)), program);
        (await user.RunAsync(["/usr/bin/mkdir", "out"], [])).EnsureSuccess();
        string[] machine = ["run-machine", "bare-host", "exec", "out", "echo from the guest | tee /out/file"];

        var missing = await user.BareHostAsync(programs, machine);
        var carried = await user.BareHostAsync(programs, machine, ("SMOLVM_TOOLS", "packages"));
        var again = await user.BareHostAsync(programs, machine, ("SMOLVM_TOOLS", "packages"), ("http_proxy", "http://127.0.0.1:9"));

        Assert.Contains("SMOLVM_TOOLS=packages", missing.StandardError, StringComparison.Ordinal);
        Assert.Equal("from the guest\n", carried.EnsureSuccess().StandardOutput);
        Assert.Equal("from the guest\n", again.EnsureSuccess().StandardOutput);
        Assert.Equal("from the guest\n", await File.ReadAllTextAsync(Path.Combine(user.Home, "out", "file"), TestContext.Current.CancellationToken));
        Leftovers.AssertNone("bare-host");
    }
}
