using SmolVM.Bench.Warm;

namespace SmolVM.Tests.Bench;

public sealed class WarmRowTests
{
    const string Rollup = """
        55d1c0a00000-7ffd3a5f2000 ---p 00000000 00:00 0                          [rollup]
        Rss:              182032 kB
        Pss_Anon:          40000 kB
        Private_Clean:       120 kB
        Private_Dirty:     52224 kB
        Anonymous:         41984 kB
        """;

    [Theory]
    [InlineData(MemoryUse.PrivateDirty, 51)]
    [InlineData(MemoryUse.Anonymous, 41)]
    public void The_kernel_says_what_a_process_takes(string key, double expected) => Assert.Equal(expected, MemoryUse.MiB(Rollup, key));

    [Fact]
    public void Libraries_are_the_paths_that_ldd_names() => Assert.Equal(
        ["/lib/x86_64-linux-gnu/libz.so.1", "/lib64/ld-linux-x86-64.so.2"],
        GitRoot.ParseLibraries(
            "\tlinux-vdso.so.1 (0x00007f2b15e9b000)\n"
            + "\tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f2b15dd0000)\n"
            + "\t/lib64/ld-linux-x86-64.so.2 (0x00007f2b15e9d000)\n"));

    [Fact]
    public Task How_the_repository_is_made() => Verify(string.Join(
        "\n\n",
        GitRoot.RepositoryArgv("/bench/repo").Prepend(GitRoot.LibrariesArgv("/usr/bin/git")).Select(argv => string.Join('\n', argv))));

    [Fact]
    public Task How_git_is_asked() => Verify(string.Join('\n', new GitWay("9p", "/workspace", "core.checkStat=minimal").StatusArgv));

    [Fact]
    public void Every_row_of_the_issue_has_a_name() =>
        Assert.Equal(["start", "exec", "ping", "eight", "memory", "clone", "copy", "pool", "git"], WarmRows.Names);
}
