using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

/// <summary>The commands that the fake plays.</summary>
static class CommandTable
{
    public static readonly IReadOnlyDictionary<string, Func<Cli, AcceptedCall, int>> Commands =
        new Dictionary<string, Func<Cli, AcceptedCall, int>>
        {
            ["machine create"] = Create.Run,
            ["machine start"] = Start.Run,
            ["machine stop"] = Stop.Run,
            ["machine delete"] = Delete.Run,
            ["machine update"] = Update.Run,
            ["machine exec"] = Exec.Run,
            ["machine run"] = RunOnce.Run,
            ["machine cp"] = Copy.Run,
            ["machine ls"] = List.Run,
            ["machine status"] = Status.Run,
            ["machine data-dir"] = DataDir.Run,
            ["machine fork"] = Fork.Run,
            ["pack create"] = PackCreate.Run,
            ["pack run"] = PackRun.Run,
        };
}
