using SmolVM.Errors;

namespace SmolVM.Build.Tests;

public sealed class FileFailureTests
{
    [Fact]
    public void A_file_that_cannot_be_opened_has_a_code_and_its_path()
    {
        var failure = FileFailure.Of(Assert.ThrowsAny<IOException>(() => File.WriteAllText("/proc/none/file", "")));

        Assert.Equal(ErrorCodes.Pack, failure?.Code);
        Assert.Equal(
            "A file that the machine or its pack needs cannot be read or written: Could not find a part of the path '/proc/none/file'. "
            + "Make it accessible, or choose other directories with SmolPackOutput, SMOLVM_CACHE, XDG_RUNTIME_DIR and TMPDIR.",
            failure?.Message);
    }

    [Fact]
    public void A_path_that_is_denied_has_a_code() =>
        Assert.Equal(ErrorCodes.Pack, FileFailure.Of(new UnauthorizedAccessException("Access to the path '/run/a' is denied."))?.Code);

    [Fact]
    public void A_full_disk_has_the_code_of_full_disks() =>
        Assert.Equal(
            ErrorCodes.NoSpace,
            FileFailure.Of(Assert.ThrowsAny<IOException>(() => File.WriteAllText("/dev/full", "text")))?.Code);

    [Fact]
    public void What_is_about_no_file_stays_as_it_is()
    {
        Assert.Null(FileFailure.Of(new IOException("Broken pipe")));
        Assert.Null(FileFailure.Of(new InvalidOperationException("'/'")));
    }
}
