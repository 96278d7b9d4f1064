using Gan.Onnx.Inference;

namespace Gan.MLNet;

/// <summary>All that can be said to <see cref="GeneratorCatalogExtensions.ApplyGanGenerator(Microsoft.ML.TransformsCatalog,
/// Onnx.Bundles.GanBundle, GeneratorOptions)"/>.</summary>
public sealed record GeneratorOptions
{
    /// <summary>The added column. Default <c>Generated</c>.</summary>
    public string OutputColumnName { get; init; } = "Generated";

    /// <summary>What it holds. Default <see cref="GeneratedKind.Vector"/>.</summary>
    public GeneratedKind OutputKind { get; init; }

    /// <summary>A column with each row's seed: UInt64, Int64, UInt32 or Int32. Null, the default, takes the row's position, from
    /// 0.</summary>
    public string? SeedColumnName { get; init; }

    /// <summary>A column with each row's class, by the names in the bundle: text, a key with key values, a number or Boolean.
    /// Only for
    /// class-conditional bundles; null, the default, deals out the classes in turn.</summary>
    public string? LabelColumnName { get; init; }

    /// <summary>A vector column of Single with each row's code, laid out as <see cref="Onnx.Bundles.BundleCode"/> says. Only for
    /// bundles
    /// with codes; null, the default, draws codes from the seed.</summary>
    public string? CodeColumnName { get; init; }

    /// <summary>A column of Single with each row's truncation, in place of <see cref="Truncation"/>. Default null.</summary>
    public string? TruncationColumnName { get; init; }

    /// <summary>The seed of the whole sequence where positions decide: another seed, other samples. Not used with a seed column.
    /// Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Latent values stay within this of 0: the smaller, the more typical and the less varied the samples. At least
    /// <see cref="LatentSampler.SmallestTruncation"/>; default infinity, which truncates nothing.</summary>
    public float Truncation { get; init; } = float.PositiveInfinity;

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}
