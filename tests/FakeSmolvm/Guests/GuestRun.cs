using System.Diagnostics;
using FakeSmolvm.Machines;

namespace FakeSmolvm.Guests;

/// <summary>Runs commands in the guest of a machine that is held by a process.</summary>
sealed class GuestRun(Drift drift, VmProcess process, string root, bool bare)
{
    public const int TimeoutCode = 124;

    // The guest's files as its mounts show them.
    string GuestRoot => $"/proc/{process.Pid}/root{root}";

    /// <returns>The exit code of the CLI.</returns>
    public int Run(GuestRequest request)
    {
        if (request.WorkingDirectory is { } directory && !Directory.Exists(RootPath.Resolve(GuestRoot, directory)))
            throw CliException.Agent("exec", $"chdir {directory}: No such file or directory (os error 2)");
        if (!Exists(request))
        {
            if (bare)
                throw CliException.Agent("exec", $"failed to spawn command: {request.Command[0]}: No such file or directory (os error 2)");
            Console.Error.WriteLine($"executable file `{request.Command[0]}` not found in $PATH: No such file or directory");
            return 127;
        }
        // On this thread, which lives as long as the process: the kernel takes the thread that forked for the parent.
        using var running = Start(request, tethered: bare || !drift.ImageExecOutlivesTheCli);
        return Wait(running, request);
    }

    /// <summary>Starts a command and leaves it to itself: nobody has its output or its exit code.</summary>
    /// <returns>Its number.</returns>
    public int Launch(GuestRequest request)
    {
        string[] silenced = ["/bin/sh", "-c", "exec \"$@\" >/dev/null 2>&1", "sh", .. request.Command];
        using var running = Start(request with { Command = silenced }, tethered: false);
        running.StandardInput.Close();
        return running.Id;
    }

    Process Start(GuestRequest request, bool tethered)
    {
        var start = HostTool.Describe(GuestArgv.Enter(
            process.Pid, root, request.WorkingDirectory ?? "/", tethered, request.Command));
        start.RedirectStandardInput = !request.Interactive;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach (var (name, value) in request.Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    int Wait(Process running, GuestRequest request)
    {
        if (!request.Interactive)
            running.StandardInput.Close();
        var output = new GuestOutput(request.Output, drift, running.Kill);
        using var givenUp = new CancellationTokenSource();
        var reading = output.ReadAsync(running.StandardOutput.BaseStream, running.StandardError.BaseStream, givenUp.Token);
        var timeout = bare || !drift.ImageTimeoutIsIgnored ? request.Timeout : null;
        // The streams may stay open after the program: what it left in the background holds them.
        var ended = running.WaitForExit(timeout ?? System.Threading.Timeout.InfiniteTimeSpan);
        if (!ended)
        {
            running.Kill();
            running.WaitForExit();
        }
        Settle(reading, givenUp);
        output.Print();
        if (drift.LongOutputBreaksTheGuest && output.Length > 50 * 1024)
            BrokeTheGuest = true;
        if (ended)
            return Code(running.ExitCode);
        if (!bare)
            Console.Error.WriteLine($"command timed out after {timeout!.Value.TotalMilliseconds:0} ms");
        return TimeoutCode;
    }

    /// <summary>The guest does not answer any more.</summary>
    public bool BrokeTheGuest { get; private set; }

    static void Settle(Task reading, CancellationTokenSource givenUp)
    {
        try
        {
            if (Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(300))).Result != reading)
                givenUp.Cancel();
            reading.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Whoever still holds the streams writes to nobody.
        }
    }

    // A code above 128 is taken for a signal: from outside of the shells and tools between, one cannot be told from the other.
    int Code(int code) => bare && drift.BareMachineHidesSignals && code is > 128 and < 160 ? 255 : code;

    bool Exists(GuestRequest request)
    {
        var program = request.Command[0];
        var places = program.Contains('/', StringComparison.Ordinal)
            ? [program.StartsWith('/') ? program : $"{request.WorkingDirectory ?? "/"}/{program}"]
            : request.Environment["PATH"].Split(':').Select(folder => $"{folder}/{program}");
        return places.Any(place => File.Exists(RootPath.Resolve(GuestRoot, place)));
    }
}
