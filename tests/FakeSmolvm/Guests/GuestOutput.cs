namespace FakeSmolvm.Guests;

/// <summary>What becomes of a guest's two streams.</summary>
enum OutputMode
{
    /// <summary>Collected, and printed at the end.</summary>
    Buffered,

    /// <summary>Printed as it comes.</summary>
    Streamed,

    /// <summary>Printed as it comes, by the part of the program that hands on standard input, which has no limit.</summary>
    Interactive,
}

/// <summary>Reads both streams of a guest's program to their ends, as many bytes as the version takes.</summary>
sealed class GuestOutput(OutputMode mode, Drift drift, Action endTheProgram)
{
    /// <summary>The most bytes: of each stream when they are collected, of both together when they are not.</summary>
    public const int Cap = 11_534_336;

    readonly CappedBytes output = new(Cap);
    readonly CappedBytes error = new(Cap);
    long streamed;

    public long Length => output.Length + error.Length;

    public async Task ReadAsync(Stream guestOutput, Stream guestError, CancellationToken cancellationToken)
    {
        if (mode == OutputMode.Buffered)
        {
            await Task.WhenAll(output.ReadAsync(guestOutput, cancellationToken), error.ReadAsync(guestError, cancellationToken));
            return;
        }
        await using var standardOutput = Console.OpenStandardOutput();
        await using var standardError = Console.OpenStandardError();
        await Task.WhenAll(
            RelayAsync(guestOutput, standardOutput, cancellationToken), RelayAsync(guestError, standardError, cancellationToken));
    }

    /// <summary>Prints what was collected.</summary>
    /// <exception cref="CliException">It was more than the version takes, and the version says so.</exception>
    public void Print()
    {
        if (mode != OutputMode.Buffered)
            return;
        if (!drift.LongOutputIsCut && (output.Length > Cap || error.Length > Cap))
            throw CliException.Agent("exec", $"command output exceeded {Cap} bytes");
        output.PrintTo(Console.OpenStandardOutput());
        error.PrintTo(Console.OpenStandardError());
    }

    async Task RelayAsync(Stream source, Stream destination, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (Interlocked.Add(ref streamed, count) > Cap && mode == OutputMode.Streamed && drift.StreamIsCapped)
            {
                endTheProgram();
                throw new CliException($"streaming output exceeded the {Cap} byte cap", prefix: "error: ");
            }
            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            await destination.FlushAsync(cancellationToken);
        }
    }
}
