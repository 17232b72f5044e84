using SmolVM.Packs;

namespace SmolVM.Smolvm.Tests.Fake;

[Trait("Category", "Stress")]
public sealed class FakePackTests : IDisposable
{
    readonly TemporaryDirectory output = new();

    public FakePackTests() => FakeRun.RequireRoot();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Sidecar => output["p.smolmachine"];

    public void Dispose() => output.Dispose();

    async Task<InstalledFake> PackedAsync(string version, params string[] flags)
    {
        var fake = new InstalledFake(version);
        await fake.StartAsync("one", flags);
        (await fake.ShellAsync("one", "echo changed > /opt/change")).EnsureSuccess();
        (await fake.RunAsync("machine", "stop", "--name", "one")).EnsureSuccess();
        (await fake.RunAsync("pack", "create", "--from-vm", "one", "-o", output["p"])).EnsureSuccess();
        return fake;
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.8.0", 2, 12)]
    [InlineData("1.3.4", 2, 64)]
    [InlineData("1.6.11", 1, 64)]
    [InlineData("1.9.3", 1, 64)]
    public async Task The_library_reads_what_the_fake_packs(string version, int layers, int digits)
    {
        using var fake = await PackedAsync(version, "--image", "any:1", "--net", "-e", "A=b");

        var manifest = await SmolMachineFile.ReadManifestAsync(Sidecar, Token);

        Assert.Equal(("container", "any:1", true, version), (manifest.Mode, manifest.Image, manifest.Network, manifest.SmolvmVersion));
        Assert.Equal(((byte)4, 8192u, "/bin/sh"), (manifest.Cpus, manifest.MemoryMiB, Assert.Single(manifest.Entrypoint)));
        Assert.Equal(layers, manifest.Assets.Layers.Count);
        Assert.All(manifest.Assets.Layers, layer => Assert.Equal(digits, Path.GetFileNameWithoutExtension(layer.Path).Length));
        Assert.Equal(["p", "p.smolmachine"], output.Entries);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1.7.7", "A=b")]
    [InlineData("1.8.0", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin|DOTNET_RUNNING_IN_CONTAINER=true|A=b")]
    public async Task The_images_variables_are_packed_from_1_8_0(string version, string variables)
    {
        using var fake = await PackedAsync(version, "--image", "any", "--net", "-e", "A=b");

        Assert.Equal(variables.Split('|'), (await SmolMachineFile.ReadManifestAsync(Sidecar, Token)).Environment);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1.2.4")]
    [InlineData("1.9.3")]
    public async Task A_machine_from_the_pack_of_an_image_machine_has_its_changes(string version)
    {
        using var fake = await PackedAsync(version, "--image", "any", "--net");

        await fake.StartAsync("two", "--from", Sidecar);

        Assert.Equal("changed\n", (await fake.ShellAsync("two", "cat /opt/change")).StandardOutput);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1.2.4", 1)]
    [InlineData("1.3.4", 0)]
    [InlineData("1.9.3", 0)]
    public async Task A_machine_that_came_from_a_pack_loses_its_layers_in_the_next_one_up_to_1_3_3(string version, int exitCode)
    {
        using var fake = await PackedAsync(version, "--image", "any", "--net");
        await fake.StartAsync("two", "--from", Sidecar);
        await fake.RunAsync("machine", "stop", "--name", "two");
        (await fake.RunAsync("pack", "create", "--from-vm", "two", "-o", output["again"])).EnsureSuccess();

        await fake.StartAsync("three", "--from", output["again.smolmachine"]);

        Assert.Equal(exitCode, (await fake.ShellAsync("three", "test -e /opt/change")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_bare_machine_is_packed_as_a_disk_and_restored()
    {
        using var fake = await PackedAsync("1.9.3");

        await fake.StartAsync("two", "--from", Sidecar);

        Assert.Equal("vm", (await SmolMachineFile.ReadManifestAsync(Sidecar, Token)).Mode);
        Assert.Equal("changed\n", (await fake.ShellAsync("two", "cat /opt/change")).StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task Up_to_0_9_0_the_sidecar_is_needed_at_each_start()
    {
        using var fake = await PackedAsync("0.9.0");
        await fake.RunAsync("machine", "create", "--from", Sidecar, "two");
        File.Delete(Sidecar);

        var started = await fake.RunAsync("machine", "start", "--name", "two");

        Assert.Equal((1, $"Error: config operation failed: start machine: source .smolmachine not found: {Sidecar}"),
            (started.ExitCode, started.StandardError.TrimEnd().Split('\n')[^1]));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pack_runs_and_tells_about_itself_and_a_damaged_one_is_found_only_by_running_it()
    {
        using var fake = await PackedAsync("1.9.3");

        var ran = await fake.RunAsync("pack", "run", "--sidecar", Sidecar, "--", "cat", "/opt/change");
        await using (var file = new FileStream(Sidecar, FileMode.Open))
            file.WriteByte(0);
        var told = await fake.RunAsync("pack", "run", "--sidecar", Sidecar, "--info");
        var damaged = await fake.RunAsync("pack", "run", "--sidecar", Sidecar, "--", "true");

        Assert.Equal("changed\n", ran.StandardOutput);
        Assert.Matches(
            @"\AMode: +vm\nImage: +vm://one\nDigest: +none\nPlatform: +linux/\w+\nCPUs: +4\nMemory: +8192 MiB\n", told.StandardOutput);
        Assert.StartsWith(
            "Error: config operation failed: verify pack: checksum mismatch", damaged.StandardError, StringComparison.Ordinal);
        Assert.Empty(fake.LivingMachines);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1.6.13", 0)]
    [InlineData("1.7.0", 1)]
    public async Task An_output_with_the_suffix_is_refused_from_1_7_0(string version, int exitCode)
    {
        using var fake = new InstalledFake(version);

        Assert.Equal(exitCode, (await fake.RunAsync("pack", "create", "--image", "any", "-o", Sidecar)).ExitCode);
        Assert.Equal(exitCode == 0, File.Exists(Sidecar + ".smolmachine"));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.5.12", 3)]
    [InlineData("0.5.13", 1)]
    public async Task The_format_has_the_number_of_its_time(string version, int number)
    {
        using var fake = new InstalledFake(version);
        (await fake.RunAsync("pack", "create", "--image", "any", "-o", output["p"])).EnsureSuccess();

        Assert.Equal(number, (await File.ReadAllBytesAsync(Sidecar, Token))[^56]);
    }

    [Fact(Timeout = 120_000)]
    public async Task At_0_5_18_an_image_cannot_be_packed()
    {
        using var fake = new InstalledFake("0.5.18");

        Assert.Equal(1, (await fake.RunAsync("pack", "create", "--image", "any", "-o", output["p"])).ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1.1.0", 1)]
    [InlineData("1.2.2", 0)]
    public async Task A_machine_with_disks_of_the_default_size_cannot_be_packed_before_1_2_2(string version, int exitCode)
    {
        using var fake = new InstalledFake(version);
        await fake.StartAsync("one");
        await fake.RunAsync("machine", "stop", "--name", "one");

        Assert.Equal(exitCode, (await fake.RunAsync("pack", "create", "--from-vm", "one", "-o", output["p"])).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_machine_that_runs_or_never_ran_or_is_not_there_is_not_packed()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("runs");
        await fake.RunAsync("machine", "create", "--name", "new");

        var runs = await fake.RunAsync("pack", "create", "--from-vm", "runs", "-o", output["p"]);
        var never = await fake.RunAsync("pack", "create", "--from-vm", "new", "-o", output["p"]);
        var missing = await fake.RunAsync("pack", "create", "--from-vm", "none", "-o", output["p"]);

        Assert.Contains("is running. Stop it first", runs.StandardError, StringComparison.Ordinal);
        Assert.Contains("overlay disk not found at", never.StandardError, StringComparison.Ordinal);
        Assert.Contains("pack from VM: VM 'none' not found", missing.StandardError, StringComparison.Ordinal);
        Assert.Empty(output.Entries);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_Smolfile_closes_the_network_of_a_pack()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one", "--net");
        await fake.RunAsync("machine", "stop", "--name", "one");

        var smolfile = output.Write("Smolfile", "net = false\n");
        (await fake.RunAsync("pack", "create", "--from-vm", "one", "-o", output["p"], "--smolfile", smolfile)).EnsureSuccess();

        Assert.False((await SmolMachineFile.ReadManifestAsync(Sidecar, Token)).Network);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("--cpus=4 --mem=8192", 2, 512)]
    [InlineData("--cpus=3 --mem=1024", 3, 1024)]
    public async Task The_defaults_cannot_be_asked_for_against_a_pack(string flags, int cpus, int memory)
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.RunAsync("pack", "create", "--image", "any", "-o", output["p"], "--cpus", "2", "--mem", "512");

        await fake.RunAsync(["machine", "create", "--name", "one", "--from", Sidecar, .. flags.Split(' ')]);

        var list = (await fake.RunAsync("machine", "ls", "--json")).StandardOutput;
        Assert.Contains($"\"cpus\": {cpus},", list, StringComparison.Ordinal);
        Assert.Contains($"\"memory_mib\": {memory},", list, StringComparison.Ordinal);
    }
}
