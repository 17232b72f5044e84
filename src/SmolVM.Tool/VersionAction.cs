using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using SmolVM.Smolvm;

namespace SmolVM.Tool;

/// <summary>
/// <c>--version</c>: whose program this is, its version, and the version of the <c>smolvm</c> program whose arguments it takes. On PATH
/// it is never taken for that program; named by path it can be driven as that version.
/// </summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public static string Text => SmolvmVersion.OwnLine(Own);

    // Of a package of this checkout too, whose version says more than three numbers. What is behind the plus is the commit.
    static string Own =>
        typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Text);
        return 0;
    }
}
