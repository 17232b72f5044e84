using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

/// <summary>
/// Answers each command with what the test says, and keeps the commands. A fake, because guests that lack 9p, or whose mounts fail
/// half-way, cannot be made to order on this host; what happens in real ones is tested by the machine tests.
/// </summary>
sealed class ScriptedChannel(params ScriptedChannel.Answer[] answers) : IGuestChannel
{
    public sealed record Answer(int ExitCode, string Output = "", string Error = "");

    public string Name => "scripted";

    public List<GuestCommand> Calls { get; } = [];

    public string Script(int call) => Calls[call].Argv[^1];

    public Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken)
    {
        Calls.Add(command);
        return Task.FromResult<IGuestProcess>(new Ended(answers[Calls.Count - 1]));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    sealed class Ended(Answer answer) : IGuestProcess
    {
        public Stream StandardInput => Stream.Null;

        public Stream StandardOutput { get; } = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(answer.Output));

        public Stream StandardError { get; } = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(answer.Error));

        public Task SignalAsync(int signal, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ResizeAsync(PseudoTerminal size, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<GuestExit> WaitAsync(CancellationToken cancellationToken) => Task.FromResult(new GuestExit(answer.ExitCode));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
