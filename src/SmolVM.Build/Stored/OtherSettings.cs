using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Build.Stored;

/// <summary>A machine that was made with other settings than the project has now must not pass for the one that was asked for.</summary>
static class OtherSettings
{
    public static void Refuse(StoredMachine found, MachineOptions wanted, string projectFile)
    {
        var (has, asks) = (Lines(found.Options), Lines(wanted));
        if (has.SequenceEqual(asks))
            return;
        throw new OtherSettingsException(
            $"The machine '{found.Name}' was made with other settings than {Path.GetFileName(projectFile)} has now. It has: "
            + $"{string.Join("; ", has.Except(asks).DefaultIfEmpty("nothing else"))}. The project has: "
            + $"{string.Join("; ", asks.Except(has).DefaultIfEmpty("nothing else"))}. "
            + "Delete the machine, so that it is made anew: dotnet build -t:SmolDown");
    }

    static IReadOnlyList<string> Lines(MachineOptions options) =>
        [.. OptionsText.Of(options).SelectMany(Words).Select(word => word.EndsWith('=') ? $"{word}(default)" : word)];

    // Some lines of that text hold several settings, none of which can have a blank.
    static IEnumerable<string> Words(string line) =>
        line.StartsWith("cpus=", StringComparison.Ordinal) || line.StartsWith("upper=", StringComparison.Ordinal)
            ? line.Split(' ')
            : [line.Replace('\0', ' ')];
}

/// <summary>See <see cref="OtherSettings"/>.</summary>
sealed class OtherSettingsException(string message) : SmolVmException(ErrorCodes.StoredMachine, message);
