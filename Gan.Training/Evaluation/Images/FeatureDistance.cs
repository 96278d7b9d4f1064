using System.Numerics.Tensors;
using Gan.Onnx;

namespace Gan.Training.Evaluation.Images;

/// <summary>How unlike the images of each pair look to a feature network: the squared distance between their features, each made
/// a vector of length 1.</summary>
/// <remarks>0 for the same features, 2 for orthogonal ones, at most 4. Its figure carries the network's name. It is not LPIPS
/// (R. Zhang et al., 2018), which weighs the layers of certain networks by what people said.</remarks>
public static class FeatureDistance
{
    /// <summary>The distance of each pair.</summary>
    /// <param name="images">Features of images.</param>
    /// <param name="truths">Features of what they should be, in the same order and by the same network.</param>
    /// <exception cref="GanException">There are not as many of both.</exception>
    public static double[] OfPairs(FeatureMatrix images, FeatureMatrix truths)
    {
        FeatureMatrix.RequireComparable(truths, images, 1);
        if (images.Count != truths.Count)
            throw new GanException($"{images.Count} images cannot be paired with {truths.Count} true ones.");
        var distances = new double[images.Count];
        for (var i = 0; i < distances.Length; i++)
        {
            var (first, second) = (Unit(images, i), Unit(truths, i));
            var distance = TensorPrimitives.Distance<double>(first, second);
            distances[i] = distance * distance;
        }

        return distances;
    }

    /// <summary>One row as a vector of length 1; one of nothing but zeros stays so.</summary>
    private static double[] Unit(FeatureMatrix features, int row)
    {
        var values = new double[features.Size];
        TensorPrimitives.ConvertChecked<float, double>(features.Values.AsSpan(row * features.Size, features.Size), values);
        var length = TensorPrimitives.Norm<double>(values);
        if (length > 0)
            TensorPrimitives.Divide(values, length, values);
        return values;
    }
}
