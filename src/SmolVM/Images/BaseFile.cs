namespace SmolVM.Images;

/// <summary>A file, directory or link that the <c>base</c> image has besides its packages.</summary>
/// <param name="Path">Without a slash at its beginning.</param>
/// <param name="Mode">The permissions; nothing for a link.</param>
/// <param name="Text">A file's content.</param>
/// <param name="Target">A link's target.</param>
internal sealed record BaseFile(string Path, UnixFileMode Mode, string? Text = null, string? Target = null);
