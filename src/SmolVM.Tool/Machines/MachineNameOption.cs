using System.CommandLine;

namespace SmolVM.Tool.Machines;

/// <summary>The machine that a command is about.</summary>
internal static class MachineNameOption
{
    /// <summary>The machine of a command that names none.</summary>
    const string Default = "default";

    /// <summary>One that may be left out.</summary>
    /// <param name="isShort">Whether there is <c>-n</c>: <c>exec</c> and <c>prune</c> have none.</param>
    public static Option<string> Optional(bool isShort = true) => New(isShort, option => option.DefaultValueFactory = _ => Default);

    /// <summary>One that must be there.</summary>
    public static Option<string> Required() => New(isShort: true, option => option.Required = true);

    /// <summary>The name of a machine that is made; one is made up when it is left out.</summary>
    public static Option<string> New() => New(isShort: true, _ => { });

    static Option<string> New(bool isShort, Action<Option<string>> finish)
    {
        var option = new Option<string>("--name", isShort ? ["-n"] : []) { Description = "The machine's name.", HelpName = "NAME" };
        finish(option);
        return option;
    }
}
