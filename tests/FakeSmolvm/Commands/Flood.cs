namespace FakeSmolvm.Commands;

/// <summary>More output than pipes hold, on both streams at once.</summary>
static class Flood
{
    const int Part = 1_000_000;

    public static int Write(int millionBytes)
    {
        Task.WaitAll(
            Task.Run(() => Fill(Console.OpenStandardOutput(), (byte)'o', millionBytes)),
            Task.Run(() => Fill(Console.OpenStandardError(), (byte)'e', millionBytes)));
        return 0;
    }

    static void Fill(Stream stream, byte letter, int parts)
    {
        var part = new byte[Part];
        Array.Fill(part, letter);
        for (var i = 0; i < parts; i++)
            stream.Write(part);
    }
}
