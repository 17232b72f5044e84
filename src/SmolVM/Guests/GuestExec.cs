namespace SmolVM.Guests;

/// <summary>Buffered and streaming runs, built on a channel once.</summary>
internal static class GuestExec
{
    public static Task<ExecResult> ExecAsync(
        this IGuestChannel channel, GuestCommand command, string? input, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public static Task<GuestExit> StreamAsync(
        this IGuestChannel channel, GuestCommand command, Action<GuestLine> output, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
