using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Training.Data;

/// <summary>The vectors of captions, made as they are asked for.</summary>
internal sealed class CaptionVectors(IReadOnlyList<string> captions, BundleText settings)
    : SampleSource(captions.Count, settings.Width)
{
    private readonly TextHashing _hashing = new(settings);

    /// <summary>A data set of the captions' vectors, as they are: nothing of them is scaled.</summary>
    public static Dataset Of(Dataset data, BundleText settings) =>
        new(
            $"captions of {data.Name}",
            [settings.Width],
            new CaptionVectors(data.Captions!, settings),
            null,
            new ValueRange { Minimum = -1, Maximum = 1 }
        );

    public override void Read(int row, Span<float> sample) => _hashing.Encode(captions[row], sample);

    public override void AddTo(ContentHash hash, ReadOnlySpan<int> rows)
    {
        var vector = new float[Size];
        foreach (var row in rows)
        {
            Read(row, vector);
            hash.Add<float>(vector);
        }
    }
}
