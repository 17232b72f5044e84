using System.Diagnostics;
using System.Security.Cryptography;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Qemu;

namespace SmolVM.Bench.Warm;

/// <summary>A file of random bytes into a running machine and out again, compared by its hash on both sides.</summary>
sealed class CopyRow(WarmGround ground) : WarmRow
{
    const int MiB = 100;
    const string GuestDirectory = "/tmp/bench";
    const string GuestFile = $"{GuestDirectory}/file";

    readonly Series copiedIn = new("100 MiB in, checked by hash", "MiB/s", Wanted.AtLeast(30));
    readonly Series copiedOut = new("100 MiB out, checked by hash", "MiB/s", Wanted.AtLeast(30));
    readonly string from = ground.PathOf("in");
    readonly string to = ground.PathOf("out");
    string hash = "";

    public override IEnumerable<WarmLine> Lines => [.. copiedIn.Lines, .. copiedOut.Lines];

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var content = RandomNumberGenerator.GetBytes(MiB << 20);
        hash = Convert.ToHexStringLower(SHA256.HashData(content));
        await File.WriteAllBytesAsync(from, content, cancellationToken);
    }

    public override async Task SampleAsync(int round, CancellationToken cancellationToken)
    {
        var machine = await ground.RunningAsync(cancellationToken);
        await SampleAsync(copiedIn, () => machine.CopyInAsync(from, GuestFile, cancellationToken));
        EnsureSame(await RunAsync(machine, cancellationToken, "sha256sum", GuestFile));
        await SampleAsync(copiedOut, () => machine.CopyOutAsync(GuestFile, to, cancellationToken));
        await using (var copied = File.OpenRead(to))
            EnsureSame(Convert.ToHexStringLower(await SHA256.HashDataAsync(copied, cancellationToken)));
        File.Delete(to);
        await RunAsync(machine, cancellationToken, "rm", "-r", GuestDirectory);
    }

    static async Task SampleAsync(Series series, Func<Task> copy)
    {
        var clock = Stopwatch.StartNew();
        await copy();
        series.Add(MiB / clock.Elapsed.TotalSeconds);
    }

    void EnsureSame(string found)
    {
        if (!found.StartsWith(hash, StringComparison.Ordinal))
            throw new InvalidDataException($"The file arrived with the hash '{found}', and left with '{hash}'.");
    }

    static async Task<string> RunAsync(Machine machine, CancellationToken cancellationToken, params string[] argv) =>
        (await machine.ExecAsync(new GuestCommand([.. KitGuest.Tools, .. argv]), null, cancellationToken)).EnsureSuccess().StandardOutput;
}
