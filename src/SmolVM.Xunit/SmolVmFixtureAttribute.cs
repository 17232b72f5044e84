using System.Runtime.CompilerServices;
using SmolVM.Machines;

namespace SmolVM.Xunit;

/// <summary>
/// Gives the tests of a class a running machine, which the class takes as a <see cref="SmolVm"/> in its constructor. On an assembly: one
/// machine for all its classes that take one and have no attribute of their own.
/// </summary>
/// <param name="file">Filled in by the compiler.</param>
/// <param name="line">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed partial class SmolVmFixtureAttribute([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) : Attribute
{
    /// <summary>
    /// Classes that give the same name share one machine and run one after another; their other settings must be alike. Null: the class
    /// has its own, and runs beside other classes.
    /// </summary>
    public string? Share { get; set; }

    /// <summary>
    /// Names the class's collection in reports; the source file and line when null, so that ids of tests change when the line does.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>What tests see of what the tests before them did. Default: all of it.</summary>
    public VmReset Reset { get; set; }

    /// <summary>An engine's name or <c>auto</c>; the variable SMOLVM_ENGINE, else <c>auto</c>, when null.</summary>
    public string? Engine { get; set; }

    /// <summary>
    /// <c>base</c> (default), <c>debian</c>, <c>host</c>, a directory, a container archive or a <c>.smolmachine</c> file; a relative path
    /// begins at the test project.
    /// </summary>
    public string Image { get; set; } = "base";

    /// <summary>The image's own program that is process 1, such as <c>/sbin/init</c>; none when null.</summary>
    public string? Init { get; set; }

    /// <summary>The machine's name and the guest's host name; one is made up when null.</summary>
    public string? MachineName { get; set; }

    /// <summary>Virtual CPUs, 1 to 64. Default 2.</summary>
    public int Cpus { get; set; } = 2;

    /// <summary>Memory in MiB, 128 to 1,048,576; 0 (default): 512, or 1024 for <c>debian</c> and <c>host</c>.</summary>
    public int MemoryMiB { get; set; }

    /// <summary>
    /// A host directory that the guest sees, <c>HOST[:GUEST]</c>; relative to the test project; at <c>/workspace</c> where no guest path
    /// is given. The guest's writes stay in the guest.
    /// </summary>
    public string? Mount { get; set; }

    /// <summary>More such directories; with several that name no guest path these are <c>/workspace-0</c>, <c>/workspace-1</c>…</summary>
    public string[] Mounts { get; set; } = [];

    /// <summary>Whether the guest's writes to the mounts reach the host. Default no.</summary>
    public bool WritableMounts { get; set; }

    /// <summary>Where writes to the root go. Default memory.</summary>
    public RootUpper RootUpper { get; set; } = RootUpper.Memory;

    /// <summary>The size in MiB of the disk that takes the root's writes, 64 to 1,048,576; sparse. Default 16,384.</summary>
    public int DiskMiB { get; set; } = 16384;

    /// <summary>Whether the guest reaches the network. Default no.</summary>
    public bool Network { get; set; }

    /// <summary>
    /// Addresses and ranges (<c>10.0.0.0/8</c>) that the guest reaches, and no others; default none. An engine that cannot keep to it
    /// refuses the machine.
    /// </summary>
    public string[] AllowCidrs { get; set; } = [];

    /// <summary>TCP ports of the guest that are forwarded from the start; others can be forwarded later.</summary>
    public int[] Ports { get; set; } = [];

    /// <summary>Variables of every program in the machine, <c>NAME=VALUE</c>.</summary>
    public string[] Environment { get; set; } = [];

    /// <summary>Lines for the guest's <c>/bin/sh</c> that root runs once, in order, before the first test; each has to succeed.</summary>
    public string[] Provision { get; set; } = [];

    /// <summary>The user that programs run as; root when null.</summary>
    public string? User { get; set; }

    /// <summary>
    /// Seconds from the start of the hypervisor until the machine is ready; 0 (default): 60 with KVM and 180 under emulation. The
    /// preparation of an image, at its first use, is not counted.
    /// </summary>
    public int BootTimeoutSeconds { get; set; }

    /// <summary>Seconds that the machine may live, whatever it does, at most a day; 0 (default): six hours.</summary>
    public int MaximumLifetimeSeconds { get; set; }

    /// <summary>A type that implements <see cref="ISmolVmConfiguration"/>, for what an attribute cannot say.</summary>
    public Type? ConfigureWith { get; set; }
}
