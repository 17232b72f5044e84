using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace SmolVM.Processes;

/// <summary>Whether a pipe has bytes, or its end, for a reader now: a cancelled asynchronous read does not tell.</summary>
internal static partial class PipeState
{
    const short Readable = 1;

    /// <summary>False also where it cannot be known (Windows, or another kind of stream).</summary>
    public static bool IsReadable(Stream stream)
    {
        if (OperatingSystem.IsWindows() || stream is not PipeStream pipe)
            return false;
        var handle = pipe.SafePipeHandle;
        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            var poll = new PollDescriptor { File = (int)handle.DangerousGetHandle(), Events = Readable };
            return Poll(ref poll, 1, 0) > 0;
        }
        finally
        {
            if (added)
                handle.DangerousRelease();
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    struct PollDescriptor
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
