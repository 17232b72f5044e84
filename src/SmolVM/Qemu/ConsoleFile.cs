using System.Text;

namespace SmolVM.Qemu;

/// <summary>The file into which QEMU writes the guest's console: a socket that nobody drains would stall the guest.</summary>
internal static class ConsoleFile
{
    /// <summary>How much of the end is kept in messages and handed out.</summary>
    public const int Kept = 256 * 1024;

    public static string ReadTail(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(Kept, file.Length), SeekOrigin.End);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            // QEMU has not come as far as opening it.
            return "";
        }
        catch (DirectoryNotFoundException)
        {
            return "";
        }
    }
}
