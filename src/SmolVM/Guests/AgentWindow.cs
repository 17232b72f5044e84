namespace SmolVM.Guests;

/// <summary>Back-pressure: how many bytes a stream of one program may have on the way in one direction.</summary>
internal static class AgentWindow
{
    public const int Size = 256 * 1024;

    /// <summary>Credit is given back in steps, so that small reads do not each cost a frame.</summary>
    public const int Step = Size / 4;
}
