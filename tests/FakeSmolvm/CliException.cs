namespace FakeSmolvm;

/// <summary>Ends the call: the sentence goes to standard error behind <c>Error: </c>, and the exit code is 1.</summary>
sealed class CliException(string message, string prefix = "Error: ") : Exception(message)
{
    public string Line => prefix + Message;

    public static CliException Config(string operation, string reason) => new($"config operation failed: {operation}: {reason}");

    public static CliException Agent(string operation, string reason) => new($"agent operation failed: {operation}: {reason}");

    public static CliException NotFound(string name) => new($"vm not found: {name}");
}
