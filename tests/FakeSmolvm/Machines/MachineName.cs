namespace FakeSmolvm.Machines;

static class MachineName
{
    /// <exception cref="CliException">The version takes no such name.</exception>
    public static string Check(string name, Drift drift)
    {
        var refusal = name switch
        {
            "" => "machine name cannot be empty",
            _ when name.Length > drift.LongestName => $"machine name is too long: {name.Length} characters (max {drift.LongestName})",
            _ when !char.IsAsciiLetterOrDigit(name[0]) => "machine name must start with a letter or digit",
            _ when name.EndsWith('-') => "machine name cannot end with a hyphen",
            _ when name.Contains("--", StringComparison.Ordinal) => "machine name cannot contain consecutive hyphens",
            _ when name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) => "machine name has an invalid character",
            _ => null,
        };
        return refusal is null ? name : throw CliException.Config("validate machine name", refusal);
    }

    public static string Invent() => "vm-" + Guid.NewGuid().ToString("n")[..8];
}
