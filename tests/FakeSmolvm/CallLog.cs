using System.Text.Json;

namespace FakeSmolvm;

/// <summary>Every argument list that the fake was called with, a JSON line a call, for tests to read.</summary>
static class CallLog
{
    public const string FileName = "calls.jsonl";

    public static void Append(Settings settings, IReadOnlyList<string> arguments)
    {
        Directory.CreateDirectory(settings.Home);
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new Call(arguments, Environment.CurrentDirectory, settings.Version.ToString()), FakeLineJson.Default.Call);
        // One write to a file that is opened to append: lines of calls at the same time do not mix.
        using var file = new FileStream(
            Path.Combine(settings.Home, FileName), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write([.. line, (byte)'\n']);
    }
}

/// <summary>A line of the log.</summary>
sealed record Call(IReadOnlyList<string> Argv, string Directory, string Version);
