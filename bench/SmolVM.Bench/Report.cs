using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmolVM.Bench;

/// <summary>Figures as a Markdown table and as JSON.</summary>
static class Report
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Markdown(IReadOnlyList<Figures> figures, string ratio)
    {
        var text = new StringBuilder("| what | median | min | max | n |\n|---|---|---|---|---|\n");
        foreach (var f in figures)
        {
            var (least, most) = (f.Milliseconds.Min(), f.Milliseconds.Max());
            text.Append(CultureInfo.InvariantCulture, $"| {f.What} | {f.Median:0.0} ms | {least:0.0} | {most:0.0} | {f.Milliseconds.Count} |\n");
        }
        return text.Append('\n').Append(ratio).ToString();
    }

    public static string Json(IReadOnlyList<Figures> figures) =>
        JsonSerializer.Serialize(figures.Select(f => new { f.What, f.Median, f.Milliseconds }), Indented);
}
