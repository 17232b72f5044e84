using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SmolVM.Machines;
using SmolVM.Xunit.Fixtures;
using Xunit;
using Xunit.v3;

namespace SmolVM.Xunit;

/// <summary>
/// The running machine of a test: a fixture of xunit, given by <see cref="SmolVmFixtureAttribute"/> or by
/// <c>IClassFixture&lt;SmolVm&gt;</c>. Its members take the test's cancellation token where they are given none, and may be used by several
/// tests at once. Where no engine can run machines on this host, all of them skip the test.
/// </summary>
public sealed partial class SmolVm : IAsyncLifetime
{
    readonly ConcurrentDictionary<string, string> consoleBefore = new();

    FixtureScopeKind kind;
    VmUnavailableException? unavailable;
    ExceptionDispatchInfo? failure;
    IMachineSource? source;

    /// <summary>The fixture of the running test, the nearest where there are several; null where the test has none.</summary>
    public static SmolVm? Current => TestContext.Current.GetFixture(typeof(SmolVm)).AsTask() is { IsCompletedSuccessfully: true } found
        ? found.Result as SmolVm
        : null;

    /// <summary>The machine, for what has no member here.</summary>
    /// <exception cref="VmUnavailableException">No engine can run machines on this host; the test is skipped.</exception>
    public Machine Machine
    {
        get
        {
            var machine = MachineAsync(default);
            // Without a context to come back to: a copy for this test may still have to be made.
            return machine.IsCompletedSuccessfully ? machine.Result : Task.Run(() => machine).GetAwaiter().GetResult();
        }
    }

    /// <summary>The engine that runs the machine and why it was chosen, in one line.</summary>
    public string EngineReason { get; private set; } = "";

    /// <summary>What the guest's console said so far; of a long one the last 256 KiB.</summary>
    public string ConsoleText => Machine.ConsoleText;

    /// <summary>Called by xunit.</summary>
    /// <returns>A task that ends when the machine runs, or when it is known that none can.</returns>
    public async ValueTask InitializeAsync()
    {
        var context = TestContext.Current;
        try
        {
            var scope = FixtureScope.Of(context);
            kind = scope.Kind;
            await StartAsync(scope, context.CancellationToken);
        }
        // Not every test of the assembly uses the machine: those that do fail, when they ask for it.
        catch (Exception e) when (context.TestCollection is null)
        {
            kind = FixtureScopeKind.Assembly;
            failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>Called by xunit, also after a start that failed. Ends the machine.</summary>
    /// <returns>A task that ends when nothing is left of it.</returns>
    public ValueTask DisposeAsync() => source?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal void TestStarting(IXunitTest test, Type testClass)
    {
        if (kind == FixtureScopeKind.Assembly && !TakesMachine(testClass))
            return;
        var machine = Machine;
        consoleBefore[test.UniqueID] = machine.ConsoleText;
    }

    // Called twice for a class that has the attribute and whose assembly has it too.
    internal void TestFinished(IXunitTest test)
    {
        if (!consoleBefore.TryRemove(test.UniqueID, out var before) || source is null)
            return;
        var context = TestContext.Current;
        if (context.TestState?.Result == TestResult.Failed)
        {
            var machine = Machine;
            TestEvidence.Attach(context, machine.Name, ConsoleSlice.Since(before, machine.ConsoleText));
            KeptMachine.WaitIfAsked(machine, test.TestDisplayName, context.CancellationToken);
        }
        Task.Run(() => source.FinishedAsync(test.UniqueID)).GetAwaiter().GetResult();
    }

    async Task StartAsync(FixtureScope scope, CancellationToken cancellationToken)
    {
        var request = FixtureRequest.Of(scope.Settings, scope.Assembly);
        var progress = new FixtureProgress();
        var search = await EngineSearch.RunAsync(request, progress, cancellationToken);
        EngineReason = search.Reason;
        if (search.Engine is null)
        {
            // Thrown from a fixture's start, a skip would be a failure.
            unavailable = new VmUnavailableException(search.Reason);
            return;
        }
        source = await new MachineStart(search.Engine, request, kind, progress).SourceAsync(cancellationToken);
    }

    Task<Machine> MachineAsync(CancellationToken cancellationToken)
    {
        if (unavailable is not null)
            throw new VmUnavailableException(unavailable.Reason);
        failure?.Throw();
        return source?.CurrentAsync(OrOfTest(cancellationToken)) ?? throw new InvalidOperationException(
            $"The machine has not been started: xunit does that when it makes the fixture. Give the class a "
            + $"[{nameof(SmolVmFixtureAttribute)}].");
    }

    static CancellationToken OrOfTest(CancellationToken given) => given.CanBeCanceled ? given : TestContext.Current.CancellationToken;

    static bool TakesMachine(Type testClass) =>
        testClass.GetConstructors().Any(made => made.GetParameters().Any(parameter => parameter.ParameterType == typeof(SmolVm)));
}
