using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SmolVM.Errors;

namespace SmolVM.Machines;

/// <summary>A machine's name is the guest's host name too, so it is a host name.</summary>
internal static partial class MachineName
{
    public static string Make() => "smol-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    public static string Check(string name) => Pattern().IsMatch(name)
        ? name
        : throw new SmolVmException(
            ErrorCodes.Option,
            $"The machine name '{name}' is not a host name. Use 1 to 63 letters, digits and hyphens, beginning and ending with a letter or digit.");

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Pattern();
}
