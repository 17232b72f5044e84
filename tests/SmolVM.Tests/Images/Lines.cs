namespace SmolVM.Tests.Images;

/// <summary>Progress as a list, and as an event.</summary>
sealed class Lines : IProgress<string>
{
    readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<string> _lines = [];

    public Task First => _first.Task;

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public void Report(string value)
    {
        lock (_lines)
            _lines.Add(value);
        _first.TrySetResult();
    }
}
