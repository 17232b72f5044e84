using System.Buffers.Binary;
using System.Text;

namespace SmolVM.Guests;

/// <summary>The answer that a request waits for.</summary>
/// <param name="what">What was asked.</param>
internal sealed class AgentReply(string what)
{
    readonly TaskCompletionSource<AgentAnswer> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string What { get; } = what;

    /// <summary>Done or refused; it fails only where the guest is lost.</summary>
    public Task<AgentAnswer> Completion => completion.Task;

    /// <summary>Takes the answer. False: it is none.</summary>
    public bool Receive(AgentFrame frame)
    {
        var payload = frame.Payload.Span;
        switch (frame.Op)
        {
            case AgentOp.Done or AgentOp.Pong:
                completion.TrySetResult(new(0, Encoding.UTF8.GetString(payload)));
                return true;
            case AgentOp.Error when payload.Length >= 4:
                completion.TrySetResult(new(BinaryPrimitives.ReadInt32LittleEndian(payload), Encoding.UTF8.GetString(payload[4..])));
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
