namespace SmolVM.Tests.Guests;

/// <summary>A file that can be run.</summary>
static class AgentTestProgram
{
    public static string Write(string path, ReadOnlySpan<byte> content)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The agent is a Linux program.");
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
