using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>What <c>docs/ci</c> gives to build servers. <see cref="TemplateTests"/> runs the verb <c>test</c>.</summary>
public sealed class CiTests
{
    static readonly Dictionary<string, string?> AsIs = [];

    [Fact]
    public void The_workflow_of_GitHub_does_nothing_but_call_the_script()
    {
        var workflow = new Workflow(Repository.Path("docs/ci/github-actions.yml"));

        Assert.Equal(["setup", "keys", "test"], workflow.Verbs);
        Assert.Contains(("/jobs/test/env/SMOLVM_REQUIRED", "1"), workflow.Values);
        Assert.Contains(("/jobs/test/steps/7/if", "failure()"), workflow.Values);
        Assert.Contains(("/jobs/test/steps/7/with/path", "artifacts/smolvm"), workflow.Values);
        Assert.Contains(("/jobs/test/steps/4/with/key", "${{ steps.keys.outputs.kit }}"), workflow.Values);
        Assert.Contains(("/jobs/test/steps/5/with/key", "${{ steps.keys.outputs.templates }}"), workflow.Values);
    }

    [Fact]
    public void The_pipeline_of_GitLab_does_nothing_but_call_the_script()
    {
        var workflow = new Workflow(Repository.Path("docs/ci/gitlab-ci.yml"));

        Assert.Equal(["setup", "test"], workflow.Verbs);
        Assert.Contains(("/machines/variables/SMOLVM_REQUIRED", "1"), workflow.Values);
        Assert.Contains(("/machines/artifacts/when", "on_failure"), workflow.Values);
        Assert.Contains(("/machines/artifacts/paths/0", "artifacts/smolvm"), workflow.Values);
    }

    [Fact]
    public async Task Caches_are_named_by_host_and_versions_and_frozen_machines_by_the_processor_too()
    {
        using var project = new TemporaryDirectory();
        project.Write("app.csproj", """<PackageReference Include="SmolVM.Xunit" Version="1.0.0" />""");
        var first = await KeysAsync(project);
        var again = await KeysAsync(project);
        project.Write("app.csproj", """<PackageReference Include="SmolVM.Xunit" Version="1.0.1" />""");

        var other = await KeysAsync(project);

        Assert.Matches(@"\Akit=smolvm-kit-(\w+-[\d.]+-x86_64-[0-9a-f]{16})\ntemplates=smolvm-templates-\1-[0-9a-f]{16}\n\z", first);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task The_rule_for_KVM_is_written_after_the_packages_are_installed()
    {
        // Recorded, since a test may neither install packages nor change the rules of this host's devices.
        using var folder = new TemporaryDirectory();
        Record(folder, "apt-get", "env", "sudo", "tee", "udevadm");
        folder.Write("dpkg-query", "#!/bin/sh\nexit 1\n");
        File.SetUnixFileMode(folder["dpkg-query"], (UnixFileMode)0b111_101_101);
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
            ["SMOLVM_CI_KVM"] = "/dev/null",
        };

        var setup = await Shell.RunAsync(folder.Path, environment, "/bin/bash", Repository.Path("docs/ci/smolvm-ci.sh"), "setup");

        setup.EnsureSuccess();
        await Verify(File.ReadAllText(folder["calls"]).Replace("sudo ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/SmolVM/README.md")]
    [InlineData("src/SmolVM.Build/README.md")]
    [InlineData("src/SmolVM.Xunit/README.md")]
    public async Task Every_page_names_the_same_packages(string page)
    {
        var packages = await Shell.RunAsync(Repository.Root, AsIs, Repository.Path("docs/ci/smolvm-ci.sh"), "packages");

        Assert.Contains(
            $"apt-get install --no-install-recommends {packages.EnsureSuccess().Output}",
            File.ReadAllText(Repository.Path(page)),
            StringComparison.Ordinal);
    }

    static async Task<string> KeysAsync(TemporaryDirectory project) =>
        (await Shell.RunAsync(project.Path, AsIs, Repository.Path("docs/ci/smolvm-ci.sh"), "keys")).EnsureSuccess().Output;

    static void Record(TemporaryDirectory folder, params string[] programs)
    {
        foreach (var program in programs)
        {
            folder.Write(program, $"#!/bin/sh\n{{ echo \"{program} $*\"; cat; }} >> '{folder["calls"]}'\n");
            File.SetUnixFileMode(folder[program], (UnixFileMode)0b111_101_101);
        }
    }
}
