using SmolVM.Build.Tests.Infra;
using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Build.Tests;

public sealed class PackRequestTests
{
    readonly SmolPack task = Tasks.Pack(new BuildEngineFake());

    [Fact]
    public void Defaults_are_those_of_the_library()
    {
        var request = PackRequest.From(task);

        Assert.Equal("", request.Engine);
        Assert.Equal(new MachineOptions().Image, request.Machine.Image);
        Assert.Equal(new MachineOptions().Cpus, request.Machine.Cpus);
        Assert.Null(request.Machine.MemoryMiB);
        Assert.Null(request.Machine.BootTimeout);
        Assert.False(request.Machine.Network);
        Assert.Empty(request.Machine.Mounts);
        Assert.Empty(request.Commands);
    }

    [Fact]
    public void What_is_packed_is_written_to_a_disk() => Assert.Equal(RootUpper.Disk, PackRequest.From(task).Machine.RootUpper);

    [Fact]
    public void Properties_are_read()
    {
        task.Cpus = "4";
        task.MemoryMiB = "2048";
        task.Net = "True";
        task.BootTimeout = "90";

        var machine = PackRequest.From(task).Machine;

        Assert.Equal(4, machine.Cpus);
        Assert.Equal(2048, machine.MemoryMiB);
        Assert.True(machine.Network);
        Assert.Equal(TimeSpan.FromSeconds(90), machine.BootTimeout);
    }

    [Theory]
    [InlineData("", "base")]
    [InlineData("base", "base")]
    [InlineData("../app", "/app")]
    [InlineData("rootfs/", "/project/rootfs/")]
    [InlineData("old.smolmachine", "/project/old.smolmachine")]
    public void A_path_to_an_image_begins_at_the_project(string image, string resolved)
    {
        using var project = new TestProject(name: "project");
        project.Write("rootfs/etc/os-release", "");
        project.Write("../app/etc/os-release", "");
        project.Write("old.smolmachine", "");

        Assert.EndsWith(resolved, ProjectImage.Resolve(image, project.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_image_is_refused()
    {
        task.Image = "host";

        await Verify(Refusal(ErrorCodes.Image));
    }

    [Fact]
    public async Task Cpus_that_are_no_number_are_refused()
    {
        task.Cpus = "many";

        await Verify(Refusal(ErrorCodes.Option));
    }

    [Fact]
    public async Task A_boot_timeout_of_zero_is_refused()
    {
        task.BootTimeout = "0";

        await Verify(Refusal(ErrorCodes.Option));
    }

    [Fact]
    public async Task An_output_that_is_a_directory_is_refused()
    {
        task.Output = "/tmp";

        await Verify(Refusal(ErrorCodes.Option));
    }

    [Theory]
    [InlineData("/proc/nowhere/app.smolmachine", "/proc")]
    [InlineData("/etc/passwd/app.smolmachine", "/etc/passwd")]
    public void An_output_that_cannot_be_written_is_refused(string output, string nearest)
    {
        task.Output = output;

        Assert.Equal(
            $"SmolPackOutput '{output}' cannot be written, because no file can be made in '{nearest}'. "
            + "Name a file in a directory that you can write to.",
            Refusal(ErrorCodes.Pack));
    }

    [Fact]
    public void Looking_whether_the_output_can_be_written_leaves_nothing()
    {
        using var project = new TestProject();
        var before = Directory.GetFileSystemEntries(project.Root);
        task.Output = Path.Combine(project.Root, "a/b/app.smolmachine");

        PackRequest.From(task);

        Assert.Equal(before, Directory.GetFileSystemEntries(project.Root));
    }

    [Fact]
    public void An_unknown_engine_is_refused()
    {
        task.Engine = "virtualbox";

        Assert.Contains("'virtualbox'", Refusal(ErrorCodes.NoEngine), StringComparison.Ordinal);
    }

    string Refusal(string code)
    {
        var refusal = Assert.ThrowsAny<SmolVmException>(() => PackRequest.From(task));
        Assert.Equal(code, refusal.Code);
        return refusal.Message;
    }
}
