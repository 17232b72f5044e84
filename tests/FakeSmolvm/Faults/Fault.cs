namespace FakeSmolvm.Faults;

/// <summary>What can go wrong on request.</summary>
static class Fault
{
    /// <summary><c>machine start</c> takes that many seconds; 5 without a number.</summary>
    public const string SlowStart = "slow-start";

    /// <summary><c>machine exec</c> says that the machine is not running.</summary>
    public const string NotReady = "not-ready";

    /// <summary>Any command of the group <c>machine</c> finds the database locked.</summary>
    public const string LockedDatabase = "locked-database";

    /// <summary><c>machine start</c> says that another process starts the machine.</summary>
    public const string Busy = "busy";

    /// <summary><c>machine start</c> leaves a process that holds the pipes of its caller as long as the machine runs.</summary>
    public const string HoldsPipes = "holds-pipes";

    /// <summary><c>--json</c> prints something that ends too early.</summary>
    public const string GarbageJson = "garbage-json";

    /// <summary>The program panics: <c>pack create</c> and <c>exec</c> when half is written, any other command before its work.</summary>
    public const string CrashMidway = "crash-midway";

    /// <summary><c>machine exec</c> writes 50 MB to both streams at once, whatever it was to run.</summary>
    public const string Output50Mb = "output-50mb";

    /// <summary><c>machine exec</c> ends as it does when its machine is killed.</summary>
    public const string Exit137 = "exit-137";

    public const string NoKvm = "no-kvm";
    public const string KvmDenied = "kvm-denied";

    /// <summary><c>machine start</c> gives up on the guest.</summary>
    public const string BootTimeout = "boot-timeout";

    /// <summary><c>machine start</c> says that a running machine has the first of its ports.</summary>
    public const string PortInUse = "port-in-use";

    /// <summary>The image cannot be pulled.</summary>
    public const string PullFails = "pull-fails";

    /// <summary><c>machine delete</c> says "Cancelled", with exit code 0, and deletes nothing.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The command does not end until it is killed.</summary>
    public const string Hangs = "hangs";

    public static readonly string[] All =
    [
        SlowStart, NotReady, LockedDatabase, Busy, HoldsPipes, GarbageJson, CrashMidway, Output50Mb, Exit137, NoKvm, KvmDenied, BootTimeout,
        PortInUse, PullFails, Cancelled, Hangs,
    ];
}
