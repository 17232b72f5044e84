using Microsoft.Build.Framework;
using SmolVM.Errors;

namespace SmolVM.Build.Items;

/// <summary>Metadata that we do not know is most likely misspelt, and without a word its wish would be ignored.</summary>
static class ItemMetadata
{
    public static void EnsureKnown(string kind, ITaskItem item, IReadOnlyList<string> known)
    {
        foreach (string name in item.CloneCustomMetadata().Keys)
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new SmolVmException(
                    ErrorCodes.Option,
                    $"The {kind} '{item.ItemSpec}' has the metadata '{name}', which is not known. Use {string.Join(", ", known)}.");
    }
}
