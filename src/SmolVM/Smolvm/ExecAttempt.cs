namespace SmolVM.Smolvm;

/// <summary>A start that worked, or why it did not.</summary>
internal sealed record ExecAttempt(ExecProcess? Process, SmolvmFailure Failure, Exception? Explained)
{
    public ExecProcess Require() => Process ?? throw Explained!;
}
