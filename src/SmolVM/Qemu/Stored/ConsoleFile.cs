using System.Text;

namespace SmolVM.Qemu.Stored;

/// <summary>The console of a detached machine: a file that QEMU writes, since nobody may be there to read.</summary>
internal static class ConsoleFile
{
    /// <summary>The last 256 KiB; empty when there is no file.</summary>
    public static string Tail(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(ConsoleLog.Kept, file.Length), SeekOrigin.End);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>
    /// Empties a file that has become too long: a guest may say what it likes. QEMU appends, so it goes on at the file's new end.
    /// </summary>
    public static void Shorten(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > ConsoleLog.FileLimit)
            file.SetLength(0);
    }
}
