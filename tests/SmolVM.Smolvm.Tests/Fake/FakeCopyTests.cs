namespace SmolVM.Smolvm.Tests.Fake;

[Trait("Category", "Stress")]
public sealed class FakeCopyTests : IDisposable
{
    readonly InstalledFake fake = new("1.9.3");
    readonly TemporaryDirectory host = new();

    public FakeCopyTests() => FakeRun.RequireRoot();

    public void Dispose()
    {
        fake.Dispose();
        host.Dispose();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_goes_in_with_its_parents_made_and_a_mode_of_its_own()
    {
        await fake.StartAsync("one");

        (await fake.RunAsync("machine", "cp", host.Write("file", "content"), "one:/new/place/file")).EnsureSuccess();

        var seen = await fake.ShellAsync("one", "stat -c '%a %u' /new/place/file; cat /new/place/file");
        Assert.Equal("644 0\ncontent", seen.StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_goes_in_with_mode_and_owner_from_1_9_0()
    {
        await fake.StartAsync("one");

        string[] owned = ["machine", "cp", "--mode", "0750", "--uid", "7", "--gid", "8", host.Write("file", ""), "one:/file"];
        (await fake.RunAsync(owned)).EnsureSuccess();

        Assert.Equal("750 7 8\n", (await fake.ShellAsync("one", "stat -c '%a %u %g' /file")).StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_goes_out()
    {
        await fake.StartAsync("one");
        await fake.ShellAsync("one", "echo guest > /tmp/file");

        (await fake.RunAsync("machine", "cp", "one:tmp/file", host["out"])).EnsureSuccess();

        Assert.Equal("guest\n", await File.ReadAllTextAsync(host["out"], TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_download_that_fails_deletes_the_file_at_its_destination()
    {
        await fake.StartAsync("one");
        host.Write("out", "mine");

        var result = await fake.RunAsync("machine", "cp", "one:/nothing", host["out"]);

        Assert.Equal(1, result.ExitCode);
        Assert.False(File.Exists(host["out"]));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_host_path_with_a_colon_is_taken_for_a_machine()
    {
        await fake.StartAsync("one");

        var result = await fake.RunAsync("machine", "cp", host.Write("a:b", ""), "one:/file");

        Assert.Equal((1, $"Error: vm not found: {host["a"]}\n"), (result.ExitCode, result.StandardError));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1.7.2", 1)]
    [InlineData("1.7.3", 0)]
    public async Task In_a_machine_of_an_image_a_file_lands_under_the_mounts_up_to_1_7_2(string version, int exitCode)
    {
        using var old = new InstalledFake(version);
        await old.StartAsync("one", "--image", "any", "--net");

        (await old.RunAsync("machine", "cp", host.Write("file", ""), "one:/tmp/file")).EnsureSuccess();

        Assert.Equal(exitCode, (await old.ShellAsync("one", "test -e /tmp/file")).ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("one:/opt/../file")]
    [InlineData("one:/opt")]
    public async Task A_directory_and_dots_are_refused(string destination)
    {
        await fake.StartAsync("one");

        Assert.Equal(1, (await fake.RunAsync("machine", "cp", host.Write("file", ""), destination)).ExitCode);
    }
}
