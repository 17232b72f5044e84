using System.Runtime.InteropServices;

namespace SmolVM.Processes;

/// <summary>
/// What must be ended when this process ends: by returning from Main, by Environment.Exit, by SIGTERM or by SIGHUP (where .NET 10
/// ends at once, without running anything). The process is the user's, so as little as possible is changed in it: signals are watched only
/// while there is something to end, and they take their usual course after the clean-up, so that the exit code is 143 or 129 as before and
/// an application that takes the signal (a web host's graceful end) still decides whether the process ends. .NET asks the latest handler
/// first: when one that was registered after ours has taken the signal, the clean-up is left to the application too.
/// SIGINT stays with the application altogether: test runners, MSBuild and consoles make a cancellation of it, and still need the machine
/// for its artefacts. Where nobody handles it the parent's death ends the hypervisor, and the next sweep removes the directory.
/// </summary>
internal static class ExitHooks
{
    /// <summary>The end of the process waits this long for all clean-ups together.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    static readonly Lock Gate = new();
    static readonly List<Hook> Hooks = [];
    static PosixSignalRegistration[] _signals = [];

    /// <summary>
    /// Runs the action once, on another thread, if the process ends before the result is disposed. It must be quick and must not wait
    /// for the thread pool. Latest first.
    /// </summary>
    public static IDisposable Register(Action cleanUp)
    {
        var hook = new Hook(cleanUp);
        lock (Gate)
        {
            Hooks.Add(hook);
            if (_signals.Length == 0)
                Watch();
        }
        return hook;
    }

    static void Remove(Hook hook)
    {
        lock (Gate)
        {
            if (Hooks.Remove(hook) && Hooks.Count == 0)
                Unwatch();
        }
    }

    static void Watch()
    {
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    static void Unwatch()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        foreach (var signal in _signals)
            signal.Dispose();
        _signals = [];
    }

    static void OnSignal(PosixSignalContext context)
    {
        if (!context.Cancel)
            RunAll();
    }

    static void OnProcessExit(object? sender, EventArgs arguments) => RunAll();

    static void RunAll()
    {
        Hook[] hooks;
        lock (Gate)
        {
            hooks = [.. Hooks];
            Hooks.Clear();
        }
        var thread = new Thread(() => Run(hooks)) { IsBackground = true, Name = "SmolVM exit" };
        thread.Start();
        if (!thread.Join(Limit))
            Console.Error.WriteLine($"smolvm: waited {Limit.TotalSeconds} s for machines to end; the rest is left to the next start.");
    }

    static void Run(Hook[] hooks)
    {
        foreach (var hook in hooks.Reverse())
        {
            try
            {
                hook.CleanUp();
            }
            catch (Exception error)
            {
                // The process ends: there is nobody to throw to, and the other hooks must have their turn.
                Console.Error.WriteLine($"smolvm: clean-up at the end of the process failed: {error.Message}");
            }
        }
    }

    sealed class Hook(Action cleanUp) : IDisposable
    {
        public Action CleanUp { get; } = cleanUp;

        public void Dispose() => Remove(this);
    }
}
