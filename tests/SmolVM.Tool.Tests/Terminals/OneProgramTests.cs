using SmolVM.Tool.Tests.Packs;

namespace SmolVM.Tool.Tests.Terminals;

/// <summary>Machines for one program that has the host's terminal.</summary>
public sealed class OneProgramTests(BusyboxPack pack) : IClassFixture<BusyboxPack>
{
    const int Limit = 300_000;

    const string Program = """
        test -t 0 && test -t 1 && test -t 2 && stty size
        trap 'echo caught; exit 7' INT
        read -r line; echo "read <$line>"
        while :; do sleep 1; done
        """;

    [Fact(Timeout = Limit)]
    public async Task A_run_gives_its_program_the_terminal()
    {
        await using var typist = Typist.Start("machine", "run", "-it", "--", "sh", "-c", Program);

        await UseAsync(typist);
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task A_pack_gives_its_program_the_terminal()
    {
        await using var typist = Typist.Start("pack", "run", "--sidecar", pack.Path, "-it", "--", "/bin/sh", "-c", Program);

        await UseAsync(typist);
    }

    static async Task UseAsync(Typist typist)
    {
        await typist.SeeAsync($"{Typist.Size}\r\n");
        await typist.TypeAsync("typed\r");
        await typist.SeeAsync("read <typed>\r\n");
        await typist.TypeAsync(Typist.CtrlC);
        await typist.SeeAsync("caught\r\n");
        Assert.Equal(7, await typist.EndAsync());
    }
}
