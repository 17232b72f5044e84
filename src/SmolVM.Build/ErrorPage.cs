using Microsoft.Build.Utilities;
using SmolVM.Errors;

namespace SmolVM.Build;

/// <summary>Where a reader learns more about an error code, and errors that say so.</summary>
static class ErrorPage
{
    /// <summary>A URI, since only those become links on a terminal and in an editor.</summary>
    public static string? Link(string pages, string code) =>
        Uri.TryCreate($"{pages}{code}.md", UriKind.Absolute, out var link) && pages.Length > 0 ? link.AbsoluteUri : null;

    public static void Report(TaskLoggingHelper log, SmolVmException failure, string projectFile, string pages) =>
        log.LogError(null, failure.Code, null, Link(pages, failure.Code), projectFile, 0, 0, 0, 0, failure.Message);
}
