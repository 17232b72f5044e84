using FakeSmolvm;
using FakeSmolvm.Commands;
using FakeSmolvm.Faults;
using SmolVM.Tests.Contract;

// A program that behaves as the smolvm CLI of a version does, for tests of what drives it. Synchronous on purpose: the main thread is
// the parent of every guest program, and the kernel ends those with the thread that started them.
var settings = Settings.OfEnvironment();
CallLog.Append(settings, args);
try
{
    return ContractParser.Parse(settings.Version, args) switch
    {
        VersionAsked => Say($"smolvm {settings.Version}"),
        HelpAsked help => Say($"Usage: smolvm {help.Command} [OPTIONS]"),
        UsageError usage => Complain($"error: {usage.Message}\n\nFor more information, try '--help'.", 2),
        AcceptedCall call => Run(new Cli(settings), call),
        var other => throw new InvalidOperationException(other.ToString()),
    };
}
catch (CliException failure)
{
    return Complain(failure.Line, 1);
}

static int Run(Cli cli, AcceptedCall call)
{
    if (!CommandTable.Commands.TryGetValue(call.Command, out var command))
        return Complain($"This fake of smolvm does not play '{call.Command}'.", 70);
    if (cli.Faults.Strikes(Fault.Hangs))
        Thread.Sleep(Timeout.Infinite);
    var ofMachines = call.Command.StartsWith("machine", StringComparison.Ordinal);
    if (ofMachines && cli.Faults.Strikes(Fault.LockedDatabase))
        throw new CliException("database not available: database is locked");
    if (call.Command is not ("pack create" or "machine exec") && Panic.Strikes(cli))
        return Panic.Now();
    using var held = ofMachines ? cli.Store.LockWholeCall() : null;
    return command(cli, call);
}

static int Say(string line)
{
    Console.WriteLine(line);
    return 0;
}

static int Complain(string line, int exitCode)
{
    Console.Error.WriteLine(line);
    return exitCode;
}
