namespace SmolVM.Guests;

/// <summary>What the agent's frames of one stream number are for: a program, or a connection to a socket of the guest.</summary>
internal interface IAgentStream
{
    /// <summary>Takes what the agent says of it. False: it broke the protocol.</summary>
    bool Receive(AgentFrame frame);

    /// <summary>It did not begin, or nothing more can be known of it.</summary>
    void Fail(Exception reason);

    /// <summary>What went on, for messages: <c>'make all' ran</c>.</summary>
    string Describe();
}
