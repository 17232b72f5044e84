namespace SmolVM.Guests;

/// <summary>What the agent is asked for.</summary>
/// <param name="Op">The request.</param>
/// <param name="Payload">Its data.</param>
/// <param name="What">What messages say was asked: <c>set the clock</c>.</param>
internal readonly record struct AgentRequest(AgentOp Op, ReadOnlyMemory<byte> Payload, string What);
