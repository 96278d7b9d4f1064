using System.Globalization;
using Gan.Onnx;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Training.Evaluation;

/// <summary>Features of a number of samples: what distances between sets of samples are measured on.</summary>
public sealed class FeatureMatrix
{
    /// <summary>Wraps features that are in memory; they are not copied.</summary>
    /// <param name="values">The features of one sample after the other.</param>
    /// <param name="size">Features of one sample; at least 1.</param>
    /// <exception cref="GanException">They are no whole rows, or one is not finite.</exception>
    public FeatureMatrix(float[] values, int size)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (values.Length % size != 0)
            throw new GanException($"{values.Length} features are no multiple of {size}, the number of features of one sample.");
        var strange = Array.FindIndex(values, v => !float.IsFinite(v));
        if (strange >= 0)
            throw new GanException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Feature {strange % size} of sample {strange / size} is {values[strange]}, and no distance can be measured "
                        + $"from it; the feature network or the sample is broken."
                )
            );
        (Values, Size) = (values, size);
    }

    /// <summary>The features of one sample after the other: <see cref="Count"/> x <see cref="Size"/>.</summary>
    public float[] Values { get; }

    /// <summary>Features of one sample.</summary>
    public int Size { get; }

    /// <summary>How many samples.</summary>
    public int Count => Values.Length / Size;

    /// <summary>The features of some of the samples, in the order given.</summary>
    /// <param name="rows">Numbers of samples from 0; one may be taken more than once.</param>
    public FeatureMatrix Select(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var chosen = new float[rows.Count * Size];
        for (var i = 0; i < rows.Count; i++)
            Values.AsSpan(rows[i] * Size, Size).CopyTo(chosen.AsSpan(i * Size));
        return new FeatureMatrix(chosen, Size);
    }

    /// <summary>As a tensor of doubles, [count, size].</summary>
    internal Tensor ToTensor()
    {
        TorchLibrary.Load();
        // Over the array itself: tensor() would copy it first.
        using var values = from_array(Values);
        return values.view(Count, Size).to(ScalarType.Float64);
    }

    /// <summary>Refuses two sets that cannot be compared.</summary>
    internal static void RequireComparable(FeatureMatrix real, FeatureMatrix generated, int atLeast)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        if (real.Size != generated.Size)
            throw new GanException(
                $"Real samples have {real.Size} features and generated ones {generated.Size}; both must come from the same "
                    + $"network."
            );
        if (real.Count < atLeast || generated.Count < atLeast)
            throw new GanException(
                $"There are {real.Count} real and {generated.Count} generated samples; at least {atLeast} of each are needed."
            );
    }
}
