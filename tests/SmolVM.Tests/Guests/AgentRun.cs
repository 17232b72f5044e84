using System.Text;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

/// <summary>A program's whole life, for tests that ask what it said.</summary>
sealed record AgentRun(GuestExit Exit, string Output, string Error)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<AgentRun> OfAsync(IGuestChannel channel, GuestCommand command, string input = "")
    {
        await using var process = await channel.StartAsync(command, Token);
        var output = ReadAsync(process.StandardOutput);
        var error = ReadAsync(process.StandardError);
        await WriteAsync(process.StandardInput, input);
        return new(await process.WaitAsync(Token), await output, await error);
    }

    public static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Token);
    }

    static async Task WriteAsync(Stream stream, string text)
    {
        await using (stream)
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), Token);
    }
}
