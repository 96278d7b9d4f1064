using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Export;
using static TorchSharp.torch;

namespace Gan.Training.Detection;

/// <summary>Makes a bundle from a fitted detector, and proves that its model computes what the networks compute.</summary>
internal static class DetectorExport
{
    // The model scales the data's own values itself.
    private static readonly ValueRange Unscaled = new() { Minimum = -1, Maximum = 1 };

    public static (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Export(
        DetectorModel model,
        Dataset data,
        Dataset heldOut,
        DetectorOptions options,
        DetectorMember first,
        (DateTime StartedUtc, TimeSpan Duration) provenance
    )
    {
        var manifest = BundleExporter.Describe(first.Trainer, provenance, []);
        manifest = manifest with
        {
            Method = options.Members == 1 ? options.Recipe.Method : $"{options.Recipe.Method}, {options.Members} members",
            Data = manifest.Data with { ValueRange = data.Range, AcceptsMissing = data.Shape.Count == 1 },
        };
        var part = new DiscriminatorPart(model, (rows, random) => Rows(data, rows, random), Unscaled);
        return BundleExporter.Create(
            manifest,
            [part],
            options.Contamination,
            heldOut,
            halfPrecisionWeights: false,
            (ulong)options.Seed
        );
    }

    /// <summary>Rows of the data, half of them with noise of up to half the range upon every value; missing values stay
    /// missing.</summary>
    public static Tensor Rows(Dataset data, long rows, Generator random)
    {
        var chosen = randint(data.Count, [rows], ScalarType.Int64, CPU, generator: random).data<long>().ToArray();
        var values = tensor(
            data.Select([.. chosen.Select(row => (int)row)]).Samples.ToArray(),
            [rows, .. data.Shape.Select(n => (long)n)]
        );
        var noise =
            (rand(values.shape, ScalarType.Float32, CPU, generator: random) - 0.5) * (data.Range.Maximum - data.Range.Minimum);
        var noisy = randint(0, 2, [rows, .. data.Shape.Select(_ => 1L)], ScalarType.Int64, CPU, generator: random)
            .to(ScalarType.Float32);
        return values + noise * noisy;
    }
}
