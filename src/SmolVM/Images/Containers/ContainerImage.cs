namespace SmolVM.Images.Containers;

/// <summary>An image as somebody saved it.</summary>
/// <param name="Configuration">What it says about itself.</param>
/// <param name="Layers">Its file system, bottom first.</param>
internal sealed record ContainerImage(ImageConfiguration Configuration, IReadOnlyList<SavedLayer> Layers);

/// <summary>A layer among the files that were saved.</summary>
/// <param name="Name">The file's name among them.</param>
/// <param name="DiffId">The digest of the tar in it, <c>sha256:</c> and 64 hexadecimal digits.</param>
internal sealed record SavedLayer(string Name, string DiffId);
