// MSBuild finds the attribute by its full name, so that a task compiled against an older MSBuild can carry it:
// https://github.com/dotnet/msbuild/blob/main/documentation/specs/multithreading/thread-safe-tasks.md
#pragma warning disable IDE0130
namespace Microsoft.Build.Framework;

/// <summary>
/// Tasks may run side by side in one process: this one changes nothing of it and takes full paths only. It does read the process's
/// environment (<c>SMOLVM_…</c>, <c>SOURCE_DATE_EPOCH</c>, <c>PATH</c> and the like), which is one for all projects of a build.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
