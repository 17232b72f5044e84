using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests;

/// <summary>What a person sees whose project asks for something that cannot be: real builds, and nothing is started.</summary>
public sealed class RefusalTests(RefusalTests.Published published) : IClassFixture<RefusalTests.Published>
{
    /// <summary>One project for all, whose values come from the command line: published once, and then only what comes after.</summary>
    public sealed class Published : IAsyncLifetime
    {
        const string Items = """
            <SmolMount Include="$(TestMount)" Tag="$(TestTag)" Condition="'$(TestMount)' != ''" />
            <SmolMount Include="/srv" ReadOnly="true" Condition="'$(TestMetadata)' == 'true'" />
            <SmolEnv Include="$(TestVariable)" Condition="'$(TestVariable)' != ''" />
            """;

        internal TestProject Project { get; } = new(Items);

        public async ValueTask InitializeAsync() => (await Project.BuildAsync("-t:_SmolPublish")).EnsureSuccess();

        public ValueTask DisposeAsync()
        {
            Project.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact(Timeout = 120_000)]
    public Task Unknown_engine() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolEngine=virtualbox");

    [Fact(Timeout = 120_000)]
    public Task Unknown_image() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolImage=windows");

    [Fact(Timeout = 120_000)]
    public Task Image_that_is_not_there() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolImage=./rootfs");

    [Fact(Timeout = 120_000)]
    public Task Mount_that_is_not_there() => VerifyRefusal("-t:_SmolPackCore", "-p:TestMount=missing");

    [Fact(Timeout = 120_000)]
    public Task Mount_of_a_file() => VerifyRefusal("-t:_SmolPackCore", "-p:TestMount=Program.cs:/data");

    [Fact(Timeout = 120_000)]
    public Task Mount_where_the_project_is() => VerifyRefusal("-t:_SmolPackCore", "-p:TestMount=/srv:/workspace");

    [Fact(Timeout = 120_000)]
    public Task Tag_that_is_too_long() => VerifyRefusal(
        "-t:_SmolPackCore", "-p:TestMount=/srv", "-p:TestTag=a-tag-that-has-thirty-two-bytes.");

    [Fact(Timeout = 120_000)]
    public Task Metadata_that_is_not_known() => VerifyRefusal("-t:_SmolPackCore", "-p:TestMetadata=true");

    [Fact(Timeout = 120_000)]
    public Task Variable_without_a_value() => VerifyRefusal("-t:_SmolPackCore", "-p:TestVariable=NAME");

    [Fact(Timeout = 120_000)]
    public Task Too_little_memory() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolMemory=64");

    [Fact(Timeout = 120_000)]
    public Task Memory_that_is_no_number() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolMemory=2G");

    [Fact(Timeout = 120_000)]
    public Task Too_many_cpus() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolCpus=65");

    [Fact(Timeout = 120_000)]
    public Task Network_that_is_no_boolean() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolNet=perhaps");

    [Fact(Timeout = 120_000)]
    public Task Boot_timeout_that_is_no_number() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolBootTimeout=soon");

    [Fact(Timeout = 120_000)]
    public Task Project_mount_that_is_no_boolean() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolMountProject=perhaps");

    [Fact(Timeout = 120_000)]
    public Task Guest_path_that_is_not_absolute() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolMountGuestPath=workspace");

    [Fact(Timeout = 120_000)]
    public Task Output_that_cannot_be_written() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolPackOutput=/proc/none/app.smolmachine");

    [Fact(Timeout = 120_000)]
    public Task Library() => VerifyRefusal("-t:SmolPack", "-p:OutputType=Library");

    [Fact(Timeout = 120_000)]
    public Task Container_image_beside_another() => VerifyRefusal("-t:SmolPack", "-p:SmolUseContainer=true", "-p:SmolImage=base");

    [Fact(Timeout = 120_000)]
    public Task Container_image_without_the_means() =>
        VerifyRefusal("-t:SmolPack", "-p:SmolUseContainer=true", "-p:EnableSdkContainerSupport=false");

    [Fact(Timeout = 120_000)]
    public Task Container_image_with_smolvm() => VerifyRefusal("-t:SmolPack", "-p:SmolUseContainer=true", "-p:SmolEngine=smolvm");

    [Fact(Timeout = 120_000)]
    public Task Container_archive_that_is_not_there() => VerifyRefusal("-t:_SmolPackCore", "-p:SmolImage=app.tar.gz");

    async Task VerifyRefusal(params string[] arguments)
    {
        var build = await published.Project.BuildAsync(["--no-restore", .. arguments]);

        Assert.Equal(1, build.ExitCode);
        Assert.False(File.Exists(published.Project.Pack));
        Assert.Empty(Directory.EnumerateFileSystemEntries(published.Project.RunDirectory));
        await Verify(build.Errors(published.Project));
    }
}
