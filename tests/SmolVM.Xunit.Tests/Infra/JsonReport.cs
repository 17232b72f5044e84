using System.Text.Json;

namespace SmolVM.Xunit.Tests.Infra;

/// <summary>Reads the lines that xunit's own runner writes with <c>-automated</c>.</summary>
static class JsonReport
{
    public static IReadOnlyList<TestOutcome> Read(string output)
    {
        var messages = output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        return
        [
            .. from start in Of(messages, "test-starting")
               let id = Text(start, "TestUniqueID")
               let end = Of(messages, "test-passed", "test-failed", "test-skipped").Single(message => Text(message, "TestUniqueID") == id)
               let rest = Of(messages, "test-finished").Single(message => Text(message, "TestUniqueID") == id)
               select new TestOutcome(
                   Text(start, "TestDisplayName"), Text(end, "$type")["test-".Length..], Message(end), Text(rest, "Output"), Console(rest)),
        ];
    }

    static IEnumerable<JsonElement> Of(IEnumerable<JsonElement> messages, params string[] types) =>
        messages.Where(message => types.Contains(Text(message, "$type")));

    static string Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) ? value.GetString()! : "";

    static string Message(JsonElement message) => message.TryGetProperty("Messages", out var all)
        ? string.Join("\n", all.EnumerateArray().Select(one => one.GetString()))
        : Text(message, "Reason");

    static string? Console(JsonElement message) =>
        message.TryGetProperty("Attachments", out var attachments) && attachments.TryGetProperty("smolvm-console", out var console)
            ? console.GetString()!["s:".Length..]
            : null;
}
