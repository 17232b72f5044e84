using System.Runtime.Versioning;
using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

[UnsupportedOSPlatform("windows")]
public sealed class MissingToolTests
{
    static Task<ToolMissingException> RefusedAsync(Command command) =>
        Assert.ThrowsAsync<ToolMissingException>(() => Sh.Runner.RunAsync(command, TestContext.Current.CancellationToken));

    [Fact(Timeout = 30_000)]
    public async Task Missing_program_names_it_and_where_it_was_looked_for()
    {
        var command = new Command("no-such-program-x7", "-v") { Environment = new Dictionary<string, string?> { ["PATH"] = "/one:/two" } };

        var error = await RefusedAsync(command);

        Assert.Equal(ErrorCodes.ToolMissing, error.Code);
        Assert.Equal(
            "The program 'no-such-program-x7' is not in /one:/two:/usr/local/sbin:/usr/sbin:/sbin. Install it, or put its directory on PATH.",
            error.Message);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("mkfs.erofs", "erofs-utils")]
    [InlineData("qemu-system-x86_64", "qemu-system-x86; or set SMOLVM_TOOLS=packages to have it only unpacked")]
    [InlineData("xz", "xz-utils")]
    [InlineData("ssh-keygen", "openssh-client")]
    [InlineData("dpkg-deb", "dpkg")]
    public async Task Missing_program_that_is_known_names_its_package(string program, string package)
    {
        using var empty = new TemporaryDirectory();

        var error = await RefusedAsync(new Command(empty[program]));

        Assert.Equal($"There is no program '{empty[program]}'. On Debian and Ubuntu: apt-get install {package}", error.Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task Missing_program_is_named_although_it_would_be_wrapped()
    {
        var error = await RefusedAsync(new Command("no-such-program-x7") { DiesWithParent = true });

        Assert.StartsWith("The program 'no-such-program-x7' is not in ", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Missing_working_directory_is_not_taken_for_a_missing_program()
    {
        using var folder = new TemporaryDirectory();

        var error = await RefusedAsync(new Command("sh", "-c", "true") { WorkingDirectory = folder["gone"] });

        Assert.Equal($"There is no directory '{folder["gone"]}' to start 'sh' in. Make it, or name another one.", error.Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task File_without_execute_permission_is_named()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder["tool"], "#!/bin/sh\n", TestContext.Current.CancellationToken);

        var error = await RefusedAsync(new Command(folder["tool"]));
        var onPath = await RefusedAsync(new Command("tool") { Environment = new Dictionary<string, string?> { ["PATH"] = folder.Path } });

        var expected = $"'{folder["tool"]}' cannot be executed: it has no execute permission. Run: chmod +x '{folder["tool"]}'";
        Assert.Equal((expected, expected), (error.Message, onPath.Message));
    }

    [Fact(Timeout = 30_000)]
    public async Task File_that_is_no_program_of_this_system_is_named()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllBytesAsync(folder["tool"], [1, 2, 3], TestContext.Current.CancellationToken);
        File.SetUnixFileMode(folder["tool"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var error = await Assert.ThrowsAsync<SmolVmException>(
            () => Sh.Runner.RunAsync(new Command(folder["tool"]), TestContext.Current.CancellationToken));

        Assert.StartsWith($"'{folder["tool"]}' cannot be started: ", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Program_in_the_current_directory_is_not_found_by_name()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder["only-here"], "#!/bin/sh\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(folder["only-here"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await RefusedAsync(new Command("only-here") { WorkingDirectory = folder.Path });
    }

    [Fact(Timeout = 30_000)]
    public async Task System_folders_are_searched_also_when_PATH_leaves_them_out()
    {
        var command = new Command("mke2fs", "-V") { Environment = new Dictionary<string, string?> { ["PATH"] = "/usr/bin:/bin" } };

        var result = await Sh.Runner.RunAsync(command, TestContext.Current.CancellationToken);

        Assert.Contains("mke2fs", result.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Argument_with_a_NUL_is_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => Sh.Runner.RunAsync(new Command("echo", "a\0b"), TestContext.Current.CancellationToken));

        Assert.StartsWith("An argument cannot hold a NUL character: 'a\\0b'.", error.Message, StringComparison.Ordinal);
    }
}
