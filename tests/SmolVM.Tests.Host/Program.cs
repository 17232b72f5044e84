using SmolVM.Tests.Host.Modes;

// A process that uses the library and that a test may kill. It says what the test has to know on standard output, one line,
// and then waits: each mode is a function of the arguments, and one line here.
var modes = new Dictionary<string, Func<string[], Task>>
{
    ["own-command"] = OwnCommand.RunAsync,
    ["register-exit-hook"] = RegisterExitHook.RunAsync,
    ["hold-run-directory"] = HoldRunDirectory.RunAsync,
    ["prepare-images"] = PrepareImages.RunAsync,
    ["run-machine"] = RunMachine.RunAsync,
    ["fork-machine"] = ForkMachine.RunAsync,
    ["prepare-other-host"] = PrepareOtherHost.RunAsync,
    ["run-smolvm-machine"] = RunSmolvmMachine.RunAsync,
    ["idle"] = _ => Task.Delay(TimeSpan.FromSeconds(60)),
};

await modes[args[0]](args[1..]);
