namespace SmolVM.Guests;

/// <summary>What the agent said to a request.</summary>
/// <param name="Error">A Linux error number where it refused; 0: done.</param>
/// <param name="Text">What DONE tells, or why it refused.</param>
internal readonly record struct AgentAnswer(int Error, string Text)
{
    public const int Busy = 16;
    public const int NoDevice = 19;

    public bool IsDone => Error == 0;

    /// <param name="what">What was asked: <c>set the clock</c>.</param>
    /// <exception cref="GuestExecException">The agent refused.</exception>
    public void EnsureDone(string what)
    {
        if (!IsDone)
            throw new GuestExecException($"The guest's agent could not {what}: {Text}.");
    }
}
