using SmolVM.Guests;
using SmolVM.Images;

namespace SmolVM.Tests.Images;

/// <summary>For images that are made without one.</summary>
static class NoMachine
{
    public static Task ChangeAsync(
        RootImage root, GuestCommand command, Func<Stream, CancellationToken, Task> take, IProgress<string>? progress,
        CancellationToken cancellationToken) => throw new InvalidOperationException("No image of this test is made in a machine.");

    public static RootImages Images(SmolCache cache) =>
        new(cache, Processes.Sh.Runner, () => throw new InvalidOperationException("no packages are needed"), ChangeAsync);
}
