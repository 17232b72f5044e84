using System.Text;
using SmolVM.Errors;

namespace SmolVM.Smolvm;

/// <summary>The console of a machine: a file that the program writes.</summary>
/// <param name="folder">The machine's directory; null where the version does not tell it.</param>
internal sealed class SmolvmConsole(string? folder)
{
    const string FileName = "agent-console.log";
    const int Most = 256 * 1024;

    /// <summary>Asks for the directory. A machine whose console cannot be had is a machine all the same.</summary>
    public static async Task<SmolvmConsole> OfAsync(SmolvmCli cli, string machine, CancellationToken cancellationToken)
    {
        if (!SmolvmFeature.DataDirectory.In(cli.Version))
            return new SmolvmConsole(null);
        try
        {
            var said = await cli.RunAsync(MachineVerbs.DataDirectory(machine, cli.Version), SmolvmCall.Short, cancellationToken);
            return new SmolvmConsole(said.StandardOutput.Trim());
        }
        catch (SmolVmException)
        {
            return new SmolvmConsole(null);
        }
    }

    /// <summary>All that it said, or the last 256 KiB; empty where there is nothing.</summary>
    public string Text()
    {
        try
        {
            if (folder is null)
                return "";
            using var file = new FileStream(
                Path.Combine(folder, FileName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Max(0, file.Length - Most);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
