using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace SmolVM.Qemu;

/// <summary>
/// QEMU's machine protocol over a stream: one JSON object a line. Events may come before the answer to the command that caused them,
/// so a loop reads all lines and hands each to whoever waits.
/// </summary>
internal sealed class QmpClient : IAsyncDisposable
{
    const int LongestLine = 4 << 20;
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    readonly Stream stream;
    readonly ConcurrentDictionary<long, TaskCompletionSource<JsonNode?>> waiting = new();
    readonly Channel<QmpEvent> events = Channel.CreateBounded<QmpEvent>(
        new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });
    readonly TaskCompletionSource greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly SemaphoreSlim writing = new(1, 1);
    readonly Task reading;
    long lastId;

    QmpClient(Stream stream)
    {
        this.stream = stream;
        reading = ReadAsync();
    }

    /// <summary>What happened, in order; the oldest are dropped when nobody reads.</summary>
    public ChannelReader<QmpEvent> Events => events.Reader;

    /// <summary>Waits for QEMU's greeting and leaves its negotiation mode.</summary>
    public static async Task<QmpClient> ConnectAsync(Stream stream, CancellationToken cancellationToken)
    {
        var client = new QmpClient(stream);
        try
        {
            await client.greeting.Task.WaitAsync(Deadline, cancellationToken);
            await client.ExecuteAsync("qmp_capabilities", null, cancellationToken);
            return client;
        }
        catch (Exception e)
        {
            await client.DisposeAsync();
            if (e is TimeoutException)
                throw new QmpException($"QEMU did not greet on its QMP socket within {Deadline.TotalSeconds:0} s.", e);
            throw;
        }
    }

    /// <summary>Sends a command and returns the <c>return</c> member of its answer.</summary>
    /// <exception cref="QmpException">QEMU refused it, took too long, or ended.</exception>
    public async Task<JsonNode?> ExecuteAsync(string command, JsonObject? arguments, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref lastId);
        var answer = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        try
        {
            if (reading.IsCompleted)
                throw new QmpException($"QEMU has closed its QMP socket; '{command}' was not sent.");
            var request = new JsonObject { ["execute"] = command, ["id"] = id };
            if (arguments is not null)
                request["arguments"] = arguments;
            await WriteLineAsync(request.ToJsonString(), cancellationToken);
            return await answer.Task.WaitAsync(Deadline, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new QmpException($"QEMU did not answer the QMP command '{command}' within {Deadline.TotalSeconds:0} s.", e);
        }
        catch (IOException e)
        {
            throw new QmpException($"QEMU has closed its QMP socket; '{command}' was not sent.", e);
        }
        finally
        {
            waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Runs a line of QEMU's human monitor, for what has no command of its own, and returns what it printed.</summary>
    public async Task<string> MonitorAsync(string line, CancellationToken cancellationToken)
    {
        var answer = await ExecuteAsync("human-monitor-command", new JsonObject { ["command-line"] = line }, cancellationToken);
        return answer?.GetValue<string>() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        await reading;
        writing.Dispose();
    }

    async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            // Never half a line: cancelling waits for the lock above, not for the write.
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), CancellationToken.None);
        }
        finally
        {
            writing.Release();
        }
    }

    async Task ReadAsync()
    {
        var reason = "QEMU closed its QMP socket.";
        try
        {
            var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
            while (true)
            {
                var read = await reader.ReadAsync();
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    Dispatch(Encoding.UTF8.GetString(buffer.Slice(0, end)));
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }
                if (buffer.Length > LongestLine)
                    throw new InvalidDataException($"a QMP line is longer than {LongestLine} bytes");
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                    break;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or JsonException or InvalidDataException or InvalidOperationException)
        {
            reason = $"The QMP connection failed: {e.Message}";
        }
        finally
        {
            End(new QmpException(reason));
        }
    }

    void Dispatch(string line)
    {
        if (line.AsSpan().Trim().IsEmpty || JsonNode.Parse(line) is not JsonObject message)
            return;
        if (message.ContainsKey("QMP"))
            greeting.TrySetResult();
        else if (message["event"]?.GetValue<string>() is { } name)
            events.Writer.TryWrite(new QmpEvent(name, message["data"] as JsonObject));
        else if (message["id"]?.GetValue<long>() is { } id && waiting.TryGetValue(id, out var answer))
            Complete(answer, message);
    }

    static void Complete(TaskCompletionSource<JsonNode?> answer, JsonObject message)
    {
        if (message["error"] is JsonObject error)
            answer.TrySetException(new QmpException($"QEMU refused a QMP command: {error["desc"]?.GetValue<string>() ?? error.ToJsonString()}"));
        else
            answer.TrySetResult(message["return"]);
    }

    void End(QmpException reason)
    {
        greeting.TrySetException(reason);
        // Nobody may be waiting for the greeting any more; its exception is not unobserved then.
        _ = greeting.Task.Exception;
        events.Writer.TryComplete();
        foreach (var answer in waiting.Values)
            answer.TrySetException(reason);
    }
}
