namespace SmolVM.Run;

/// <summary>The standard streams of this process.</summary>
static class StandardStreams
{
    public static Stream Input => new DescriptorStream(0);

    public static Stream Output => new DescriptorStream(1);

    public static Stream Error => new DescriptorStream(2);
}
