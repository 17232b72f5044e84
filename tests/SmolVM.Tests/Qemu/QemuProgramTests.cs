using SmolVM.Errors;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

/// <summary>A script stands for QEMU: no host has an old one and a new one.</summary>
public sealed class QemuProgramTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("smolvm-test-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Timeout = 30_000)]
    public async Task The_version_is_asked_of_the_program()
    {
        var program = await QemuProgram.FindAsync(new CommandRunner(), Script("QEMU emulator version 8.2.1 (Some build)"), Token);

        Assert.Equal(new QemuVersion(new Version(8, 2, 1), "QEMU emulator version 8.2.1 (Some build)"), program.Version);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_QEMU_that_is_too_old_is_refused_with_both_versions()
    {
        var refusal = await Assert.ThrowsAsync<SmolVmException>(
            () => QemuProgram.FindAsync(new CommandRunner(), Script("QEMU emulator version 5.2.0"), Token));

        Assert.Equal(ErrorCodes.ToolTooOld, refusal.Code);
        Assert.Contains("is version 5.2.0, older than 7.2. ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_program_that_is_not_QEMU_is_refused_with_what_it_said()
    {
        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => QemuProgram.FindAsync(new CommandRunner(), Script("hello"), Token));

        Assert.Contains("said 'hello', which is not a QEMU version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_QEMU_that_is_not_installed_is_refused_with_the_package_that_has_it()
    {
        var refusal = await Assert.ThrowsAsync<ToolMissingException>(
            () => QemuProgram.FindAsync(new CommandRunner(), Path.Combine(folder, "qemu-system-x86_64"), Token));

        Assert.Equal(ErrorCodes.ToolMissing, refusal.Code);
        Assert.Contains("qemu-system-x86", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task How_QEMU_is_asked() => Verify(string.Join('\n', QemuProgram.VersionArgv("qemu-system-x86_64")));

    string Script(string says)
    {
        var path = Path.Combine(folder, "qemu");
        File.WriteAllText(path, $"#!/bin/sh\necho '{says}'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
