using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Run;

/// <summary>One program in a machine of its own, from the boot to the exit code.</summary>
sealed class MachineRun(RunRequest request)
{
    // The same key ends dotnet test at once. A test program that it was waiting for then may hang, and nobody can press the key again.
    static readonly TimeSpan PatienceWithTests = TimeSpan.FromMinutes(1);

    readonly TestInvocation invocation = TestInvocation.Of(request.Program);

    /// <returns>The program's exit code, as a shell says it.</returns>
    public async Task<int> RunAsync()
    {
        RunEngine.Ensure(request.Engine.Length > 0 ? request.Engine : Environment.GetEnvironmentVariable("SMOLVM_ENGINE"));
        using var interruptions = new Interruptions();
        using var results = Results();
        var options = request.Machine();
        if (results is not null)
            options = options with { Mounts = results.AddTo(options.Mounts) };
        try
        {
            var progress = new Steps();
            var (engine, _) = await MachineEngines.ChooseAsync(RunEngine.Name, options, progress, interruptions.End);
            await using var machine = await engine.StartAsync(options, progress, interruptions.End);
            return await RunAsync(machine, interruptions);
        }
        catch (Exception e) when (interruptions.End.IsCancellationRequested && e is OperationCanceledException or SmolVmException)
        {
            return interruptions.ExitCode;
        }
    }

    async Task<int> RunAsync(Machine machine, Interruptions interruptions)
    {
        await using var relay = invocation.Pipe is { } pipe
            ? await machine.RelaySocketAsync(TestInvocation.GuestPipe, pipe, interruptions.End)
            : null;
        var temporary = request.Results.Length > 0 ? await TemporaryFiles.MakeAsync(machine, interruptions.End) : null;
        using var terminal = invocation.Pipe is null ? HostTerminal.Open(withKeys: true) : null;
        var run = new GuestRun(machine.Channel, machine.WithDefaults(Command(terminal, machine.Options, temporary)))
        {
            // A program that runs beside others must not take what is typed for the shell.
            Input = invocation.Pipe is null && !HostTerminal.IsOthers ? FeedAsync : null,
            Output = (stream, token) => stream.CopyToAsync(StandardStreams.Output, token),
            Error = (stream, token) => stream.CopyToAsync(StandardStreams.Error, token),
            Started = program =>
            {
                interruptions.PassTo(program, invocation.Pipe is null ? null : PatienceWithTests);
                terminal?.Follow(program);
            },
        };
        try
        {
            var exit = await run.RunAsync(CancellationToken.None).WaitAsync(interruptions.End);
            if (temporary is not null)
                await FetchAsync(temporary, interruptions.End);
            return exit.ShellCode;
        }
        catch (OperationCanceledException)
        {
            // Before the relay, which would wait for a guest that may not answer.
            await machine.DisposeAsync();
            throw;
        }
    }

    // What the tests have said counts, also without their attachments.
    static async Task FetchAsync(TemporaryFiles temporary, CancellationToken cancellationToken)
    {
        try
        {
            await temporary.FetchAsync(cancellationToken);
        }
        catch (SmolVmException e) when (!cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine($"{e.Code}: What the tests left in {temporary.Path} is lost. {e.Message}");
        }
    }

    GuestCommand Command(HostTerminal? terminal, MachineOptions options, TemporaryFiles? temporary)
    {
        var isHost = options.Image == "host";
        var environment = ProgramEnvironment.Now(isTerminal: terminal is not null, isTest: temporary is not null, isHost);
        if (temporary is not null)
            environment["TMPDIR"] = temporary.Path;
        return new GuestCommand(invocation.Program)
        {
            Environment = environment,
            WorkingDirectory = isHost
                ? Environment.CurrentDirectory
                : GuestDirectory.Of(Environment.CurrentDirectory, options.Mounts) ?? request.Directory,
            Terminal = terminal?.Size,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    static Task FeedAsync(Stream program, CancellationToken cancellationToken) =>
        StandardStreams.Input.CopyToAsync(program, cancellationToken);

    ResultsDirectory? Results() => (invocation.Results ?? request.Results) is { Length: > 0 } path && request.Results.Length > 0
        ? ResultsDirectory.Make(Path.GetFullPath(path))
        : null;

    /// <summary>On standard error, at once and in order: standard output is the program's.</summary>
    sealed class Steps : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
