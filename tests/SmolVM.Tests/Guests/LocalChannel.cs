using SmolVM.Guests;
using SmolVM.Processes;

namespace SmolVM.Tests.Guests;

/// <summary>
/// Runs "guest" programs on this host. What is built on a channel (exec, files, mounts) cannot tell the difference, which is the point of
/// the seam; the machine tests run the same code over the agent and over SSH.
/// </summary>
sealed class LocalChannel : IGuestChannel
{
    readonly CommandRunner runner = new();

    public string Name => "local";

    public List<GuestCommand> Started { get; } = [];

    public List<int> ProcessIds { get; } = [];

    public Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken)
    {
        Started.Add(command);
        var process = new LocalProcess(runner, command);
        ProcessIds.Add(process.Id);
        return Task.FromResult<IGuestProcess>(process);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    sealed class LocalProcess : IGuestProcess
    {
        readonly HeldStream input = new();
        readonly HeldStream output = new();
        readonly HeldStream error = new();
        readonly CommandRunner runner;
        readonly IRunningCommand running;

        public LocalProcess(CommandRunner runner, GuestCommand command)
        {
            this.runner = runner;
            running = runner.Start(new Command(command.Argv)
            {
                Environment = command.Environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value),
                WorkingDirectory = command.WorkingDirectory,
                Input = input.HoldAsync,
                Output = output.HoldAsync,
                Error = error.HoldAsync,
                DiesWithParent = true,
            });
        }

        public int Id => running.ProcessId;

        public Stream StandardInput => input;

        public Stream StandardOutput => output;

        public Stream StandardError => error;

        public async Task SignalAsync(int signal, CancellationToken cancellationToken) =>
            await runner.RunAsync(new Command("kill", "-s", $"{signal}", "--", $"-{running.ProcessId}"), cancellationToken);

        public Task ResizeAsync(PseudoTerminal size, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async Task<GuestExit> WaitAsync(CancellationToken cancellationToken)
        {
            var code = (await running.Completion.WaitAsync(cancellationToken)).ExitCode;
            return code > 128 ? new GuestExit(0, code - 128) : new GuestExit(code);
        }

        public ValueTask DisposeAsync() => running.DisposeAsync();
    }
}
