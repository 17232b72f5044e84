using System.Globalization;
using Microsoft.Build.Framework;
using SmolVM.Errors;

namespace SmolVM.Build.Items;

/// <summary>Reads <c>@(SmolPort)</c>.</summary>
static class PortItems
{
    public static IReadOnlyList<int> Read(IEnumerable<ITaskItem> items) => [.. items.Select(Read).Distinct()];

    static int Read(ITaskItem item)
    {
        ItemMetadata.EnsureKnown("SmolPort", item, []);
        return int.TryParse(item.ItemSpec, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw new SmolVmException(
                ErrorCodes.Option, $"The SmolPort '{item.ItemSpec}' is no port of the guest. Give a number from 1 to 65535.");
    }
}
