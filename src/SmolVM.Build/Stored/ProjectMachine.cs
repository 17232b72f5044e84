using System.Security.Cryptography;
using System.Text;

namespace SmolVM.Build.Stored;

/// <summary>The name of the machine that belongs to a project, where the project does not say one.</summary>
static class ProjectMachine
{
    // A host name has at most 63 characters; the hash and its hyphen take nine.
    const int LongestWord = 40;

    /// <summary>The project's name, as far as it makes a host name, and a hash of its path: two checkouts have two machines.</summary>
    public static string Name(string projectFile)
    {
        var word = new StringBuilder();
        foreach (var character in Path.GetFileNameWithoutExtension(projectFile).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
                word.Append(character);
            else if (word.Length > 0 && word[^1] != '-')
                word.Append('-');
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(projectFile)))[..8];
        var cut = word.ToString()[..Math.Min(LongestWord, word.Length)].Trim('-');
        return cut.Length > 0 ? $"{cut}-{hash}" : $"smol-{hash}";
    }
}
