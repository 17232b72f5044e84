namespace SmolVM.Mounts;

/// <summary>A mount and the 9p tag that it has in its machine.</summary>
sealed record TaggedMount(WorkspaceMount Mount, string Tag);
