using System.Security.Cryptography;
using System.Text;
using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>
/// The user's directory of run directories: <c>$XDG_RUNTIME_DIR/smolvm</c>, else <c>smolvm-UID</c> in the temporary directory, or in
/// <c>/tmp</c> where that one's path leaves no room for the names of sockets.
/// </summary>
internal sealed class RunRoot
{
    /// <summary>How the name of a directory begins that is being made or deleted.</summary>
    internal const string UnderHands = ".";

    /// <summary>Below it comes the name of a run (17 bytes with its slash) and <c>/ssh</c>; all that is 86 bytes at most.</summary>
    const int LongestPath = 65;

    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    RunRoot(string path) => Path = path;

    public string Path { get; }

    /// <summary>
    /// Where machines of this user have their run directories. Where the temporary directory cannot be written, beside the cache, which
    /// has to be writable anyway.
    /// </summary>
    public static RunRoot Default()
    {
        var temporary = System.IO.Path.GetTempPath();
        var usual = Choose(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), temporary);
        try
        {
            return At(usual);
        }
        // A runtime directory that somebody chose is not passed over in silence.
        catch (Exception e) when (usual == InTemporary(temporary) && e is (IOException or UnauthorizedAccessException))
        {
            return InCache(CacheLocation.Find(Environment.GetEnvironmentVariable));
        }
    }

    /// <summary>Not where the system tidies up when a user logs out.</summary>
    public static RunRoot InCache(string cache)
    {
        Directory.CreateDirectory(cache);
        return At(System.IO.Path.Combine(cache, "run"));
    }

    /// <summary>sudo keeps another user's XDG_RUNTIME_DIR, and su one that does not exist: those are not taken.</summary>
    public static string Choose(string? runtimeDirectory, string temporaryDirectory) =>
        System.IO.Path.IsPathFullyQualified(runtimeDirectory ?? "") && FileOwner.IsOwnDirectory(runtimeDirectory!)
            ? System.IO.Path.Combine(runtimeDirectory!, "smolvm")
            : InTemporary(temporaryDirectory);

    // Who starts a program may give it a deep directory for its files, as our engines do for what a pack is made in.
    static string InTemporary(string temporaryDirectory)
    {
        var path = System.IO.Path.Combine(temporaryDirectory, $"smolvm-{FileOwner.CurrentUser}");
        return OperatingSystem.IsWindows() || Encoding.UTF8.GetByteCount(path) <= LongestPath ? path : $"/tmp/smolvm-{FileOwner.CurrentUser}";
    }

    /// <summary>Uses that directory, and makes it if need be.</summary>
    /// <exception cref="SmolVmException">It is a link, a file, or another user's, who could read the sockets in it.</exception>
    public static RunRoot At(string path)
    {
        MakePrivate(path);
        return FileOwner.IsOwnDirectory(path) ? new RunRoot(path) : throw new SmolVmException(
            ErrorCodes.Option,
            $"'{path}' is no directory that belongs to the user {FileOwner.CurrentUser}. Remove it, or set XDG_RUNTIME_DIR to one that does.");
    }

    /// <summary>A new directory that is locked by this process.</summary>
    public RunDirectory Create()
    {
        var record = OwnerRecord.OfThisProcess(NewId());
        // No sweep may take it for a dead one before the lock is held and the record is written.
        var unfinished = System.IO.Path.Combine(Path, UnderHands + record.RunId);
        MakePrivate(unfinished);
        var held = RunLock.Take(unfinished);
        try
        {
            record.Write(unfinished);
            var path = System.IO.Path.Combine(Path, record.RunId);
            Directory.Move(unfinished, path);
            return new RunDirectory(path, record, held);
        }
        catch (IOException)
        {
            Directory.Delete(unfinished, recursive: true);
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Deletes a run directory whose lock the caller holds. It gets another name first: in a half-deleted one somebody could
    /// make a new lock file.
    /// </summary>
    internal static void Remove(string path)
    {
        var leaving = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, UnderHands + NewId());
        try
        {
            Directory.Move(path, leaving);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody was faster, or cleaned up by hand.
            return;
        }
        Directory.Delete(leaving, recursive: true);
    }

    static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    static void MakePrivate(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, Private);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Said by the caller, who looks at what it is.
        }
        if (!OperatingSystem.IsWindows() && FileOwner.IsOwnDirectory(path))
            File.SetUnixFileMode(path, Private);
    }
}
