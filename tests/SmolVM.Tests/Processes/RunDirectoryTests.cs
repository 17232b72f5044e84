using System.Runtime.Versioning;
using System.Text;
using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

[UnsupportedOSPlatform("windows")]
public sealed class RunDirectoryTests : IDisposable
{
    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Directory_is_private_even_if_the_root_was_not()
    {
        Directory.CreateDirectory(_folder["root"], Private | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        using var directory = RunRoot.At(_folder["root"]).Create();

        Assert.Equal((Private, Private), (File.GetUnixFileMode(_folder["root"]), File.GetUnixFileMode(directory.Path)));
    }

    [Fact]
    public void Record_names_this_process_and_the_run()
    {
        using var directory = RunRoot.At(_folder.Path).Create();

        var record = OwnerRecord.Read(directory.Path)!;

        Assert.Equal((directory.RunId, Environment.ProcessId), (record.RunId, record.Pid));
        Assert.Equal(ProcessStat.OfLiving(Environment.ProcessId)!.StartTime, record.StartTime);
        Assert.True(record is { OwnerLives: true, HypervisorPid: null, Detached: false });
        Assert.Equal(directory.RunId, Path.GetFileName(directory.Path));
    }

    [Fact]
    public void Dispose_deletes_it_with_what_is_in_it_and_is_repeatable()
    {
        var directory = RunRoot.At(_folder.Path).Create();
        File.WriteAllText(directory.FilePath("console.log"), "x");

        directory.Dispose();
        directory.Dispose();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Socket_path_of_107_bytes_is_taken_and_a_longer_one_refused()
    {
        using var directory = RunRoot.At(_folder.Path).Create();
        var longest = new string('s', 107 - Encoding.UTF8.GetByteCount(directory.Path) - 1);

        Assert.Equal(107, directory.SocketPath(longest).Length);
        var error = Assert.Throws<SmolVmException>(() => directory.SocketPath(longest + "s"));
        Assert.Equal(
            $"The socket path '{directory.Path}/{longest}s' has 108 bytes, and the system takes 107. "
            + "Set XDG_RUNTIME_DIR or TMPDIR to a shorter directory.",
            error.Message);
    }

    [Fact]
    public void Root_that_is_a_link_is_refused()
    {
        Directory.CreateSymbolicLink(_folder["link"], Directory.CreateDirectory(_folder["target"]).FullName);

        var error = Assert.Throws<SmolVmException>(() => RunRoot.At(_folder["link"]));

        Assert.StartsWith($"'{_folder["link"]}' is no directory that belongs to the user ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_that_is_a_file_is_refused()
    {
        File.WriteAllText(_folder["file"], "");

        Assert.Throws<SmolVmException>(() => RunRoot.At(_folder["file"]));
    }

    [Fact(Timeout = 30_000)]
    public async Task Root_that_belongs_to_another_user_is_refused()
    {
        Assert.SkipUnless(FileOwner.CurrentUser == 0, "Only root can make a directory of another user.");
        Directory.CreateDirectory(_folder["foreign"]);
        var chown = new Command("chown", "65534", _folder["foreign"]);
        (await Sh.Runner.RunAsync(chown, TestContext.Current.CancellationToken)).EnsureSuccess();

        Assert.Throws<SmolVmException>(() => RunRoot.At(_folder["foreign"]));
    }

    [Fact]
    public void Runtime_directory_is_used_if_it_is_ones_own()
    {
        Assert.Equal(_folder["smolvm"], RunRoot.Choose(_folder.Path, "/tmp"));
        Assert.Equal($"/tmp/smolvm-{FileOwner.CurrentUser}", RunRoot.Choose(null, "/tmp"));
        Assert.Equal($"/tmp/smolvm-{FileOwner.CurrentUser}", RunRoot.Choose("relative", "/tmp"));
        Assert.Equal($"/tmp/smolvm-{FileOwner.CurrentUser}", RunRoot.Choose(_folder["gone"], "/tmp"));
    }

    [Fact]
    public void A_temporary_directory_that_leaves_no_room_for_sockets_is_not_used()
    {
        var deep = $"/tmp/{new string('d', 52 - $"{FileOwner.CurrentUser}".Length)}";

        Assert.Equal($"{deep}/smolvm-{FileOwner.CurrentUser}", RunRoot.Choose(null, deep));
        Assert.Equal($"/tmp/smolvm-{FileOwner.CurrentUser}", RunRoot.Choose(null, deep + "d"));
    }
}
