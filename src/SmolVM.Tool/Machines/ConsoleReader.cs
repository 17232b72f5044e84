namespace SmolVM.Tool.Machines;

/// <summary>Reads a console's file as it grows; one that is begun anew is read from its begin.</summary>
internal sealed class ConsoleReader(string path, Stream output)
{
    /// <summary>A file tells nobody that it has grown; what is typed and what is seen are this far apart at most.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    long position;

    /// <summary>Copies what is new. A machine that was never started has none, and one that was deleted has none any more.</summary>
    public async Task CopyAsync(CancellationToken cancellationToken)
    {
        using var file = TryOpen();
        if (file is null)
            return;
        if (file.Length < position)
            position = 0;
        file.Position = position;
        await file.CopyToAsync(output, cancellationToken);
        position = file.Position;
    }

    public async Task WaitAndCopyAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Interval, cancellationToken);
        await CopyAsync(cancellationToken);
    }

    FileStream? TryOpen()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
