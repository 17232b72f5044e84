using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmolVM.Bench.Warm;

/// <summary>The lines as a Markdown table and as JSON.</summary>
static class WarmReport
{
    static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Markdown(IEnumerable<WarmLine> lines)
    {
        var text = new StringBuilder("| what | median | min | max | n | wanted | met |\n|---|---|---|---|---|---|---|\n");
        foreach (var line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {line.What} | {Number(line.Value)} {line.Unit} | {Spread(line.Samples)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {line.Wanted?.Describe(line.Unit)} | {Met(line.IsMet)} |\n");
        }
        return text.ToString();
    }

    public static string Json(IEnumerable<WarmLine> lines) => JsonSerializer.Serialize(
        lines.Select(line => new { line.What, line.Unit, line.Value, Wanted = line.Wanted?.Describe(line.Unit), line.IsMet, line.Samples }),
        JsonOptions);

    static string Spread(IReadOnlyList<double> samples) => samples.Count > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Number(samples.Min())} | {Number(samples.Max())} | {samples.Count}")
        : "| |";

    static string Met(bool? met) => met switch
    {
        true => "yes",
        false => "no",
        null => "",
    };

    // Three digits that say something, for a ping of 0.2 ms as for a boot of 6000.
    static string Number(double value) => value.ToString(value < 10 ? "0.00" : value < 1000 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
