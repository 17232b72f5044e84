namespace SmolVM.Guests;

/// <summary>What a frame says: docs/agent-protocol.md.</summary>
internal enum AgentOp : byte
{
    Hello = 1,
    Ping = 2,
    Pong = 3,
    Done = 4,
    Error = 5,
    Time = 6,
    Entropy = 7,
    PowerOff = 8,
    Wake = 9,
    Freeze = 10,
    Unmount = 11,
    Listen = 12,
    Accept = 13,

    Exec = 16,
    Started = 17,
    ExecError = 18,
    StandardInput = 19,
    StandardOutput = 20,
    StandardError = 21,
    Window = 22,
    Signal = 23,
    Resize = 24,
    Exit = 25,
    Close = 26,
}

/// <summary>Bits of a frame; what each means depends on the <see cref="AgentOp"/>.</summary>
[Flags]
internal enum AgentFlags : byte
{
    None = 0,

    /// <summary>The stream ends after this frame.</summary>
    EndOfFile = 1,

    /// <summary>The program gets a pseudo-terminal.</summary>
    Terminal = 2,

    /// <summary>The request goes on in the next frame.</summary>
    More = 4,

    /// <summary>Credit for standard error, not standard output.</summary>
    Error = 8,
}
