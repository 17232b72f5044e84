namespace SmolVM.Build;

/// <summary>Where a reader learns more about an error code.</summary>
static class ErrorPage
{
    /// <summary>A URI, since only those become links on a terminal and in an editor.</summary>
    public static string? Link(string pages, string code) =>
        Uri.TryCreate($"{pages}{code}.md", UriKind.Absolute, out var link) && pages.Length > 0 ? link.AbsoluteUri : null;
}
