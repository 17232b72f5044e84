using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

/// <summary>The making of a template that takes until it is told to end.</summary>
sealed class Making
{
    readonly TaskCompletionSource started = new();
    readonly TaskCompletionSource mayEnd = new();

    public Task Started => started.Task;

    public void End() => mayEnd.SetResult();

    public async Task FillAsync(TemplateFiles files, CancellationToken cancellationToken)
    {
        await TemplateFolder.FillAsync(files, cancellationToken);
        started.SetResult();
        await mayEnd.Task.WaitAsync(cancellationToken);
    }
}
