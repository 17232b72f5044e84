namespace SmolVM.Images;

/// <summary>How a kernel, a module or a part of a container image is compressed.</summary>
internal enum Compression
{
    Xz,
    Zstd,

    /// <summary>The legacy frame format that kernels use.</summary>
    Lz4,
    Gzip,
}
