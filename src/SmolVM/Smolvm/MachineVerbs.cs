namespace SmolVM.Smolvm;

/// <summary>The subcommands of <c>machine</c> that take hardly more than a name.</summary>
internal static class MachineVerbs
{
    /// <param name="name">The machine.</param>
    /// <param name="version">Whose arguments.</param>
    /// <param name="forkable">The machine can be a base of clones.</param>
    public static IReadOnlyList<string> Start(string name, SmolvmVersion version, bool forkable = false)
    {
        if (forkable)
            SmolvmFeature.Forkable.Require(version);
        return ["smolvm", "machine", "start", .. ByOption(name, version), .. Forkable(forkable)];
    }

    public static IReadOnlyList<string> Stop(string name, SmolvmVersion version) =>
        ["smolvm", "machine", "stop", .. ByOption(name, version)];

    /// <summary>Without <c>-f</c> the program would ask, take the end of its input for a no, and call that a success.</summary>
    public static IReadOnlyList<string> Delete(string name, SmolvmVersion version) => SmolvmFeature.NameOption.In(version)
        ? ["smolvm", "machine", "delete", .. ByOption(name, version), "-f"]
        : ["smolvm", "machine", "delete", "-f", SmolvmArgument.Name(name, version)];

    public static IReadOnlyList<string> Status(string name, SmolvmVersion version)
    {
        // The other form makes disks for a machine that has not been started.
        SmolvmFeature.StatusJson.Require(version);
        return ["smolvm", "machine", "status", .. ByOption(name, version), "--json"];
    }

    public static IReadOnlyList<string> List() => ["smolvm", "machine", "ls", "--json"];

    public static IReadOnlyList<string> DataDirectory(string name, SmolvmVersion version)
    {
        SmolvmFeature.DataDirectory.Require(version);
        return ["smolvm", "machine", "data-dir", .. ByOptionOrPlace(name, version)];
    }

    /// <param name="source">A running machine that was started forkable; it freezes.</param>
    /// <param name="clone">The name of the new one.</param>
    /// <param name="version">Whose arguments.</param>
    /// <param name="forkable">The clone can be a base of clones itself.</param>
    public static IReadOnlyList<string> Fork(string source, string clone, SmolvmVersion version, bool forkable = false)
    {
        SmolvmFeature.Fork.Require(version);
        string[] names = [SmolvmArgument.Name(source, version.Known), SmolvmArgument.Name(clone, version.Known)];
        return SmolvmFeature.NameOption.In(version)
            ? ["smolvm", "machine", "fork", "--golden", names[0], "--name", names[1], .. Forkable(forkable)]
            : ["smolvm", "machine", "fork", .. Forkable(forkable), .. names];
    }

    internal static IReadOnlyList<string> ByOptionOrPlace(string name, SmolvmVersion version) =>
        SmolvmFeature.NameOption.In(version) ? ByOption(name, version) : [SmolvmArgument.Name(name, version)];

    static string[] Forkable(bool forkable) => forkable ? ["--forkable"] : [];

    static IReadOnlyList<string> ByOption(string name, SmolvmVersion version) => ["--name", SmolvmArgument.Name(name, version.Known)];
}
