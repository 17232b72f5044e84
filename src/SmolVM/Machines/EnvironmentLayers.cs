namespace SmolVM.Machines;

/// <summary>Variables of an image, a machine and a command: each is laid over the one before.</summary>
internal static class EnvironmentLayers
{
    public static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> under, IReadOnlyDictionary<string, string> over)
    {
        var merged = new Dictionary<string, string>(under);
        foreach (var (name, value) in over)
            merged[name] = value;
        return merged;
    }
}
