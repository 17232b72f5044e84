// Boots a .smolmachine file and runs a program in it: RunPack FILE COMMAND [ARGUMENT…]

using SmolVM;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: RunPack FILE COMMAND [ARGUMENT…]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    // The first start of a pack unpacks it, which takes seconds.
    var progress = new Progress<string>(Console.Error.WriteLine);
    // example: start
    var (engine, reason) = await MachineEngines.ChooseAsync(progress: progress, cancellationToken: stop.Token);
    Console.Error.WriteLine(reason);

    var options = new MachineOptions { Image = Path.GetFullPath(args[0]) };
    await using var machine = await engine.StartAsync(options, progress, stop.Token);

    var exit = await machine.StreamAsync(new GuestCommand(args[1..]), Print, stop.Token);
    return exit.ShellCode;
    // end of example
}
catch (SmolVmException e)
{
    Console.Error.WriteLine($"{e.Code}: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}

static void Print(GuestLine line) => (line.IsError ? Console.Error : Console.Out).WriteLine(line.Text);
