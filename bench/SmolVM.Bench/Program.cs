using SmolVM.Bench;
using SmolVM.Bench.Warm;

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancel.Cancel();
};

if (BenchArguments.Parse(args, WarmRows.Names) is not { } asked)
{
    Console.Error.WriteLine(BenchArguments.Usage(WarmRows.Names));
    return 2;
}
var (markdown, json) = asked.Benchmark == "boot" ? await BootAsync() : await WarmAsync();
Console.WriteLine(markdown);
if (asked.Json is null)
    Console.WriteLine(json);
else
    await File.WriteAllTextAsync(asked.Json, json, cancel.Token);
return 0;

async Task<(string Markdown, string Json)> BootAsync()
{
    var (figures, ratio) = await new BootBenchmark(asked.Rounds).RunAsync(cancel.Token);
    return (Report.Markdown(figures, ratio), Report.Json(figures));
}

async Task<(string Markdown, string Json)> WarmAsync()
{
    var lines = await new WarmBenchmark(asked.Rounds, asked.Rows).RunAsync(cancel.Token);
    return (WarmReport.Markdown(lines), WarmReport.Json(lines));
}
