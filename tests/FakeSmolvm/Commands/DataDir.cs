using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class DataDir
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var name = Given.Name(call);
        if (!cli.Drift.MissingIsNoError)
            cli.Store.Get(name);
        Console.WriteLine(cli.DirectoryOf(name).Path);
        return 0;
    }
}
