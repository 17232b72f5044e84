namespace SmolVM.Guests;

/// <summary>The guest agent's program, built from <c>guest/agent</c> with this library.</summary>
internal static class AgentBinary
{
    public const string Resource = "smolvm-agent";

    /// <summary>The static ELF file.</summary>
    public static byte[] Read()
    {
        using var stream = typeof(AgentBinary).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"This build of SmolVM lacks the resource '{Resource}'.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
