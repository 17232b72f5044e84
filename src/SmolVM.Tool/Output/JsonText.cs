using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmolVM.Tool.Output;

/// <summary>How results for programs are written: names as <c>memory_mib</c>, indented, text as it is.</summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
