using System.Text;

namespace SmolVM.Mounts;

/// <summary>The rule for 9p tags: QEMU allows 31 bytes; the characters are those that need no care in any option or path.</summary>
static class MountTag
{
    public const int MaxBytes = 31;

    /// <summary>The tag of a machine's own root directory.</summary>
    public const string Root = "root0";

    public static string Check(string tag)
    {
        var bytes = Encoding.UTF8.GetByteCount(tag);
        if (bytes > MaxBytes)
            throw MountException.Refused($"The mount tag '{tag}' has {bytes} bytes. Shorten it to at most {MaxBytes} bytes.");
        if (!char.IsAsciiLetterOrDigit(tag[0]) || !tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            throw MountException.Refused(
                $"The mount tag '{tag}' cannot be used. Begin with a letter or digit and use only letters, digits, '.', '_' and '-'.");
        if (tag == Root)
            throw MountException.Refused($"The mount tag '{tag}' is the one of the machine's own root. Choose another.");
        return tag;
    }
}
