using System.Text;

namespace SmolVM.Guests;

/// <summary>The answer that a request waits for.</summary>
/// <param name="what">What was asked.</param>
internal sealed class AgentReply(string what)
{
    readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string What { get; } = what;

    public Task Completion => completion.Task;

    /// <summary>Takes the answer. False: it is none.</summary>
    public bool Receive(AgentFrame frame)
    {
        switch (frame.Op)
        {
            case AgentOp.Done or AgentOp.Pong:
                completion.TrySetResult();
                return true;
            case AgentOp.Error when frame.Payload.Length >= 4:
                Fail(new GuestExecException($"The guest's agent could not {What}: {Encoding.UTF8.GetString(frame.Payload.Span[4..])}."));
                return true;
            default:
                return false;
        }
    }

    public void Fail(Exception reason)
    {
        completion.TrySetException(reason);
        // The one who asked may have gone.
        _ = completion.Task.Exception;
    }
}
