#if !USE_VERIFY
using System.Text;

namespace SmolVM.Tests.Snapshots;

/// <summary>What a reader needs to see of two texts: the lines around the first difference.</summary>
static class SnapshotDiff
{
    const int Around = 3;
    const int Shown = 40;

    public static string Describe(string file, string? expected, string actual)
    {
        if (expected is null)
            return $"There is no {file}. Received:\n{actual}\nRead it, then rename the .received.txt beside it.";
        var left = expected.Split('\n');
        var right = actual.Split('\n');
        var first = 0;
        while (first < left.Length && first < right.Length && left[first] == right[first])
            first++;
        var text = new StringBuilder($"The text differs from {file} at line {first + 1} (- verified, + received):\n");
        for (var i = Math.Max(0, first - Around); i < first; i++)
            text.Append("  ").Append(left[i]).Append('\n');
        foreach (var line in left.Skip(first).Take(Shown))
            text.Append("- ").Append(line).Append('\n');
        foreach (var line in right.Skip(first).Take(Shown))
            text.Append("+ ").Append(line).Append('\n');
        return text.ToString();
    }
}
#endif
