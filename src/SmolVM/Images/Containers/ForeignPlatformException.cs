namespace SmolVM.Images.Containers;

/// <summary>Images are there, and none for the machines here; said in words by who knows the archive.</summary>
internal sealed class ForeignPlatformException(IReadOnlyList<string> platforms) : Exception
{
    public IReadOnlyList<string> Platforms { get; } = platforms;
}
