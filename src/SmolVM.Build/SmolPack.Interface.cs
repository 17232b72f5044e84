using Microsoft.Build.Framework;

namespace SmolVM.Build;

// What targets may set. All of it is text as the project wrote it: a wrong value then gets our message and code, with the property's name.
public sealed partial class SmolPack
{
    /// <summary>The full path of the project: errors point at it; its directory is mounted, and relative paths begin there.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary><c>auto</c> or the name of an engine; the environment's <c>SMOLVM_ENGINE</c>, or <c>auto</c>, when empty.</summary>
    public string Engine { get; set; } = "";

    /// <summary>
    /// Where the root file system comes from: <c>base</c> (when empty), <c>debian</c>, a directory, a container archive or a
    /// <c>.smolmachine</c> file.
    /// </summary>
    public string Image { get; set; } = "";

    /// <summary>The image's own program that is process 1, such as <c>/sbin/init</c>; none when empty.</summary>
    public string Init { get; set; } = "";

    /// <summary>Virtual CPUs; 2 when empty.</summary>
    public string Cpus { get; set; } = "";

    /// <summary>Memory in MiB; 512, or 1024 for <c>debian</c>, when empty.</summary>
    public string MemoryMiB { get; set; } = "";

    /// <summary>Whether the guest reaches the network: <c>true</c> or <c>false</c> (when empty).</summary>
    public string Net { get; set; } = "";

    /// <summary>Whether the project's directory is mounted: <c>true</c> (when empty) or <c>false</c>.</summary>
    public string MountProject { get; set; } = "";

    /// <summary>Where the guest sees the project's directory; <c>/workspace</c> when empty.</summary>
    public string MountGuestPath { get; set; } = "";

    /// <summary>Further host directories: <c>HOST[:GUEST]</c>, metadata <c>GuestPath</c>, <c>Writable</c> and <c>Tag</c>.</summary>
    public ITaskItem[] Mounts { get; set; } = [];

    /// <summary>
    /// Lines for the guest's <c>/bin/sh</c>, run in order; metadata <c>Command</c> (the line, where the item is but its name) and
    /// <c>Timeout</c> (seconds).
    /// </summary>
    public ITaskItem[] Provision { get; set; } = [];

    /// <summary>Variables of every program in the machine: <c>NAME=VALUE</c>, or <c>NAME</c> with the metadata <c>Value</c>.</summary>
    public ITaskItem[] Environment { get; set; } = [];

    /// <summary>Seconds from the start of the hypervisor until the machine is ready; the engine's default when empty.</summary>
    public string BootTimeout { get; set; } = "";

    /// <summary>The directory with the published program; nothing was published when empty.</summary>
    public string PublishDirectory { get; set; } = "";

    /// <summary>The program's name: <c>SMOL_ASSEMBLY_NAME</c> for the commands.</summary>
    public string ProgramName { get; set; } = "";

    /// <summary>The full path of the <c>.smolmachine</c> file to write.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>Where the pages about error codes are: a URL or a directory, with a slash at its end; no links when empty.</summary>
    public string ErrorPages { get; set; } = "";
}
