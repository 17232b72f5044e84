using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests;

/// <summary>What a build takes from its environment.</summary>
public sealed class VariableTests
{
    [Fact(Timeout = 120_000)]
    public async Task They_make_a_pack_out_of_date()
    {
        using var project = new TestProject();
        project.Environment["SMOLVM_ENGINE"] = "qemu";
        project.Environment["SOURCE_DATE_EPOCH"] = "1700000000";

        (await project.BuildAsync("-t:_SmolInputs", "--no-restore")).EnsureSuccess();

        var arguments = await File.ReadAllLinesAsync(
            Path.Combine(project.Folder, "obj/Debug/net10.0/smolpack/arguments.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("engineVariable=qemu", arguments);
        Assert.Contains("sourceDate=1700000000", arguments);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_date_that_is_no_number_is_refused_before_anything_starts()
    {
        using var project = new TestProject();
        project.Environment["SOURCE_DATE_EPOCH"] = "yesterday";

        var build = await project.BuildAsync("-t:_SmolPackCore");

        Assert.Contains("error SMOL0040: SOURCE_DATE_EPOCH is 'yesterday'.", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("engine qemu", build.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(project.RunDirectory));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_run_directory_that_cannot_be_made_is_an_error_with_a_code_and_no_stack()
    {
        using var project = new TestProject();
        // So long that nothing below it has a path that the system takes: that fails for root too.
        var deep = Path.Combine([project.RunDirectory, .. Enumerable.Repeat(new string('d', 200), 19)]);
        var deepest = Path.Combine(deep, new string('d', 4090 - deep.Length - 1));
        Directory.CreateDirectory(deepest);
        project.Environment["XDG_RUNTIME_DIR"] = deepest;

        var build = await project.BuildAsync("-t:_SmolPackCore");

        Assert.Contains(
            $"error SMOL0010: A file that the machine or its pack needs cannot be read or written: The path '{deepest}/smolvm'",
            build.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4018", build.Output, StringComparison.Ordinal);
    }
}
