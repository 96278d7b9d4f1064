using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Evaluation.Features;

/// <summary>Takes samples to features, in which distances mean more than between raw values, and perhaps to class
/// probabilities.</summary>
public interface IFeatureNetwork : IDisposable
{
    /// <summary>What it is called: part of the name of every figure measured with it.</summary>
    string Name { get; }

    /// <summary>Whether it is the standard Inception network, so that its figures may be called FID, KID and Inception
    /// Score.</summary>
    bool IsStandardInception { get; }

    /// <summary>How samples are prepared for it, and where it comes from.</summary>
    string Protocol { get; }

    /// <summary>What its classes are called; empty where it knows none.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Runs samples through it.</summary>
    /// <param name="samples">Samples one after the other, in the data's own values.</param>
    /// <param name="shape">Shape of one sample: channels, height, width, or length.</param>
    /// <param name="range">The values a sample may take.</param>
    /// <param name="cancellation">Checked between batches.</param>
    /// <exception cref="GanException">Samples of this shape do not suit it, or it gives something that is not finite.</exception>
    FeatureBatch Run(
        ReadOnlyMemory<float> samples,
        IReadOnlyList<int> shape,
        ValueRange range,
        CancellationToken cancellation = default
    );
}

/// <summary>What a feature network tells of samples.</summary>
/// <param name="Features">Their features.</param>
/// <param name="Probabilities">Their class probabilities, samples x classes; empty where it knows no classes.</param>
public sealed record FeatureBatch(FeatureMatrix Features, float[] Probabilities)
{
    /// <summary>The likeliest class of each sample.</summary>
    /// <param name="classes">How many classes there are; above 0.</param>
    public int[] LikeliestClasses(int classes)
    {
        var likeliest = new int[Probabilities.Length / classes];
        for (var row = 0; row < likeliest.Length; row++)
        {
            var one = Probabilities.AsSpan(row * classes, classes);
            for (var c = 1; c < classes; c++)
                if (one[c] > one[likeliest[row]])
                    likeliest[row] = c;
        }

        return likeliest;
    }
}
