using System.Buffers.Binary;
using System.Text;

namespace SmolVM.Guests;

/// <summary>A <see cref="GuestCommand"/> as EXEC frames: pure functions.</summary>
internal static class AgentExecRequest
{
    /// <summary>The most that the agent takes for argv and environment together.</summary>
    public const int MaxSize = 1024 * 1024;

    const int FixedSize = 12;

    /// <summary>The frames of a request, more than one where argv and environment are large.</summary>
    /// <exception cref="GuestExecException">
    /// The guest could not take it: nothing to run, a NUL in a text, or more than <see cref="MaxSize"/>.
    /// </exception>
    public static IReadOnlyList<AgentFrame> Encode(GuestCommand command, uint stream)
    {
        var kind = command.Terminal is null ? AgentFlags.None : AgentFlags.Terminal;
        return AgentFrame.Split(AgentOp.Exec, kind, stream, Payload(command));
    }

    static byte[] Payload(GuestCommand command)
    {
        if (command.Argv.Count == 0)
            throw new GuestExecException("The command for the guest has no program. Give its path or name as the first element of Argv.");
        foreach (var name in command.Environment.Keys)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
                throw new GuestExecException($"'{name}' cannot be the name of a variable: it is empty or holds '='. Give it another name.");
        }
        var environment = command.Environment.Select(variable => $"{variable.Key}={variable.Value}");
        string[] texts = [command.User ?? "", command.WorkingDirectory ?? "", .. command.Argv, .. environment];
        if (texts.FirstOrDefault(text => text.Contains('\0', StringComparison.Ordinal)) is { } bad)
        {
            var shown = bad.Replace("\0", "\\0", StringComparison.Ordinal);
            throw new GuestExecException($"'{shown}' holds a NUL, which no argument can. Remove it.");
        }
        var size = FixedSize + texts.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);
        if (size > MaxSize)
        {
            throw new GuestExecException(
                $"The arguments and variables of '{command.Argv[0]}' take {size} bytes, the most is {MaxSize}. "
                + "Pass data by standard input or a file.");
        }
        var payload = new byte[size];
        BinaryPrimitives.WriteUInt16LittleEndian(payload, command.Terminal?.Columns ?? 0);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(2), command.Terminal?.Rows ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(4), command.Argv.Count);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(8), command.Environment.Count);
        var at = FixedSize;
        foreach (var text in texts)
            at += Encoding.UTF8.GetBytes(text, payload.AsSpan(at)) + 1;
        return payload;
    }
}
