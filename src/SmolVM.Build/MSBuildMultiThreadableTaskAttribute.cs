// MSBuild finds the attribute by its full name, so that a task compiled against an older MSBuild can carry it:
// https://github.com/dotnet/msbuild/blob/main/documentation/specs/multithreading/thread-safe-tasks.md
#pragma warning disable IDE0130
namespace Microsoft.Build.Framework;

/// <summary>The task touches no working directory, environment or console of the process: tasks may run side by side in it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
