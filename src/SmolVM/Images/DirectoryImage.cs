using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Makes an image of a directory that holds a root file system, once for each state of it.</summary>
internal sealed class DirectoryImage(SmolCache cache, ICommandRunner runner)
{
    const string Format = "1";

    // Inodes and directories, beside the files' own bytes.
    const long Overhead = 64L << 20;

    public async Task<string> GetAsync(string directory, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var what = $"the image of '{directory}'";
        await EnsureReadableAsync(directory, cancellationToken);
        var listed = await runner.RunAsync(new Command(TreeListing.Argv(directory)) { CaptureLimit = int.MaxValue }, cancellationToken);
        var listing = TreeListing.Parse(listed.EnsureSuccess().StandardOutput);
        var owners = Environment.IsPrivilegedProcess ? "kept" : "root";
        var entry = new CacheEntry(
            ImageArea.Name, ContentHash.Of("directory", Format, owners, listing.Hash), what,
            async (target, token) =>
            {
                cache.RequireSpace(listing.Size + Overhead, $"Preparing {what}");
                progress?.Report($"Writing {what} (once for each state of it).");
                var image = Path.Combine(target, Erofs.FileName);
                var argv = Environment.IsPrivilegedProcess ? Erofs.Argv(image, directory) : Erofs.OwnedByRootArgv(image, directory);
                (await runner.RunAsync(new Command(argv), token)).EnsureSuccess();
            });
        return await cache.GetOrAddAsync(entry, progress, cancellationToken);
    }

    async Task EnsureReadableAsync(string directory, CancellationToken cancellationToken)
    {
        // It ends with 1 where it cannot go on, and what it found before that is the answer.
        var found = await runner.RunAsync(new Command(TreeListing.UnreadableArgv(directory)), cancellationToken);
        if (found.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] all)
            throw new ImageException(
                $"The image '{directory}' cannot be read: '{first}'{(all.Length > 1 ? $" and {all.Length - 1} more are" : " is")} not "
                + $"readable for '{Environment.UserName}'. Change the modes, or run as a user who can read them.");
    }
}
