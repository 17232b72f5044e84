using SmolVM.Errors;
using SmolVM.Packs;

namespace SmolVM.Build;

/// <summary>A file of the host that cannot be read or written is news for the user, with a code; its stack is not.</summary>
static class FileFailure
{
    /// <returns>Null where the exception is about no file of the host.</returns>
    public static SmolVmException? Of(Exception error) => error switch
    {
        // Only an error of a file names a path; of others the stack tells more than we could.
        IOException or UnauthorizedAccessException when !error.Message.Contains("'/", StringComparison.Ordinal) => null,
        IOException full when DiskSpace.IsFull(full) => new SmolVmException(
            ErrorCodes.NoSpace,
            $"No space is left: {Fact(full)}. Free some, or choose other directories with SMOLVM_CACHE, XDG_RUNTIME_DIR and TMPDIR.",
            full),
        IOException or UnauthorizedAccessException => new SmolVmException(
            ErrorCodes.Pack,
            $"A file that the machine or its pack needs cannot be read or written: {Fact(error)}. Make it accessible, or choose "
            + "other directories with SmolPackOutput, SMOLVM_CACHE, XDG_RUNTIME_DIR and TMPDIR.",
            error),
        _ => null,
    };

    static string Fact(Exception error) => error.Message.TrimEnd('.', ' ');
}
