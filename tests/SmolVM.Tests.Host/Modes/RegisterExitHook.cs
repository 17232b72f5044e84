using System.Runtime.InteropServices;
using SmolVM.Processes;

namespace SmolVM.Tests.Host.Modes;

/// <summary>
/// Registers two clean-ups that append to a file. FILE [fail | unregister | exit | taken-before | taken-after]; the last two have an
/// application with a graceful end of its own (such as a web host), which registers for SIGTERM before or after.
/// </summary>
static class RegisterExitHook
{
    public static async Task RunAsync(string[] arguments)
    {
        var file = arguments[0];
        var variant = arguments.ElementAtOrDefault(1);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var before = variant == "taken-before" ? TakeSigterm(file, taken) : null;
        var first = ExitHooks.Register(() => File.AppendAllText(file, "first\n"));
        var second = ExitHooks.Register(() =>
        {
            File.AppendAllText(file, "second\n");
            if (variant == "fail")
                throw new IOException("the second clean-up fails");
        });
        using var after = variant == "taken-after" ? TakeSigterm(file, taken) : null;
        if (variant == "unregister")
            Unregister(first, second);
        if (variant == "exit")
            Environment.Exit(5);
        await Task.WhenAny(Say.AndWaitAsync("ready"), taken.Task);
        if (taken.Task.IsCompleted)
            Unregister(first, second);
    }

    static void Unregister(IDisposable first, IDisposable second)
    {
        first.Dispose();
        second.Dispose();
    }

    static PosixSignalRegistration TakeSigterm(string file, TaskCompletionSource taken) =>
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            File.AppendAllText(file, "application\n");
            taken.SetResult();
        });
}
