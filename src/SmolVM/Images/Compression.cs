namespace SmolVM.Images;

/// <summary>How a kernel or a module is compressed.</summary>
internal enum Compression
{
    Xz,
    Zstd,

    /// <summary>The legacy frame format that kernels use.</summary>
    Lz4,
    Gzip,
}
