using Microsoft.Build.Framework;
using SmolVM.Build.Items;
using SmolVM.Errors;
using SmolVM.Run;

namespace SmolVM.Build;

/// <summary>Checks what a project says of a machine for its program, and makes it the arguments of who runs it there.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolRun : Microsoft.Build.Utilities.Task
{
    /// <summary>The full path of the project: errors point at it; its directory is mounted, and relative paths begin there.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary><c>auto</c> or the name of an engine; the environment's <c>SMOLVM_ENGINE</c>, or <c>auto</c>, when empty.</summary>
    public string Engine { get; set; } = "";

    /// <summary>Where the root file system comes from; <c>base</c> when empty.</summary>
    public string Image { get; set; } = "";

    /// <summary>The image's own program that is process 1, such as <c>/sbin/init</c>; none when empty.</summary>
    public string Init { get; set; } = "";

    /// <summary>Virtual CPUs; 2 when empty.</summary>
    public string Cpus { get; set; } = "";

    /// <summary>Memory in MiB; 512, or 1024 for <c>debian</c> and <c>host</c>, when empty.</summary>
    public string MemoryMiB { get; set; } = "";

    /// <summary>Whether the guest reaches the network: <c>true</c> or <c>false</c> (when empty).</summary>
    public string Net { get; set; } = "";

    /// <summary>Whether the guest sees the project's directory: <c>true</c> (when empty) or <c>false</c>.</summary>
    public string MountProject { get; set; } = "";

    /// <summary>Whether the guest's writes there reach the host: <c>true</c> or <c>false</c> (when empty).</summary>
    public string ProjectWritable { get; set; } = "";

    /// <summary>Further host directories: <c>HOST[:GUEST]</c>, metadata <c>GuestPath</c>, <c>Writable</c> and <c>Tag</c>.</summary>
    public ITaskItem[] Mounts { get; set; } = [];

    /// <summary>Variables of the program: <c>NAME=VALUE</c>, or <c>NAME</c> with the metadata <c>Value</c>.</summary>
    public ITaskItem[] Environment { get; set; } = [];

    /// <summary>Seconds from the start of the hypervisor until the machine is ready; the engine's default when empty.</summary>
    public string BootTimeout { get; set; } = "";

    /// <summary>The directory with the program that was published for the guest; empty: it runs where it was built.</summary>
    public string PublishDirectory { get; set; } = "";

    /// <summary>The program's full path on the host, and in the guest.</summary>
    [Required]
    public string Program { get; set; } = "";

    /// <summary>Where a test program writes its results unless it is told; empty: it is no test program.</summary>
    public string ResultsDirectory { get; set; } = "";

    /// <summary>The host that runs .NET programs.</summary>
    [Required]
    public string Dotnet { get; set; } = "";

    /// <summary>Where the pages about error codes are: a URL or a directory, with a slash at its end; no links when empty.</summary>
    public string ErrorPages { get; set; } = "";

    /// <summary>The arguments for <see cref="Dotnet"/>, as one text; the program's own go behind it.</summary>
    [Output]
    public string Arguments { get; set; } = "";

    /// <summary>Makes the arguments.</summary>
    /// <returns>Whether a machine can be made of what the project says.</returns>
    public override bool Execute()
    {
        try
        {
            var runner = Path.Combine(Path.GetDirectoryName(typeof(SmolRun).Assembly.Location)!, "SmolVM.Run.dll");
            Arguments = CommandLineText.Of(RunArgv.Format(Dotnet, runner, Request()).Skip(1));
        }
        catch (SmolVmException e)
        {
            ErrorPage.Report(Log, e, ProjectFile, ErrorPages);
        }
        return !Log.HasLoggedErrors;
    }

    internal RunRequest Request()
    {
        RunEngine.Ensure(Engine);
        var directory = Path.GetDirectoryName(ProjectFile)!;
        var request = new RunRequest
        {
            Engine = Engine,
            Image = ProjectImage.Resolve(Image, directory, mayBeHost: true),
            Init = Init.Length > 0 ? Init : null,
            Cpus = PropertyText.WholeNumber("SmolCpus", Cpus, "virtual CPUs"),
            MemoryMiB = PropertyText.WholeNumber("SmolMemory", MemoryMiB, "MiB"),
            Network = PropertyText.Boolean("SmolNet", Net) ?? false,
            BootTimeout = PropertyText.Seconds("SmolBootTimeout", BootTimeout),
            Mounts = RunLayout.Of(
                directory,
                PropertyText.Boolean("SmolMountProject", MountProject) ?? true,
                PropertyText.Boolean("SmolProjectWritable", ProjectWritable) ?? false,
                MountItems.Read(Mounts),
                PublishDirectory,
                Path.GetDirectoryName(Program)!),
            Environment = EnvironmentItems.Read(Environment),
            Directory = directory,
            Results = ResultsDirectory,
            Program = [Program],
        };
        request.Machine();
        return request;
    }
}
