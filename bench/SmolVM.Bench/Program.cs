using SmolVM.Bench;

const string Usage = "usage: SmolVM.Bench boot [--json FILE] [--rounds N]";

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancel.Cancel();
};

if (args is not ["boot", .. var rest])
{
    Console.Error.WriteLine(Usage);
    return 2;
}
var rounds = 5;
string? json = null;
for (var i = 0; i < rest.Length; i += 2)
{
    if (i + 1 < rest.Length && rest[i] == "--json")
        json = rest[i + 1];
    else if (i + 1 < rest.Length && rest[i] == "--rounds" && int.TryParse(rest[i + 1], out var n) && n > 0)
        rounds = n;
    else
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
var (figures, ratio) = await new BootBenchmark(rounds).RunAsync(cancel.Token);
Console.WriteLine(Report.Markdown(figures, ratio));
if (json is null)
    Console.WriteLine(Report.Json(figures));
else
    await File.WriteAllTextAsync(json, Report.Json(figures), cancel.Token);
return 0;
