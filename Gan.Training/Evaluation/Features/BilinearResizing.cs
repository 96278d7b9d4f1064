namespace Gan.Training.Evaluation.Features;

/// <summary>Resizes pictures for feature networks: linear between pixel centres where they grow; where they shrink, the triangle
/// is as wide
/// as the pixels it stands for, so that nothing is skipped (antialiasing). Edges are not padded: weights beyond them are left
/// out.</summary>
/// <remarks>Enlarging equals PyTorch's <c>interpolate(mode="bilinear", align_corners=False)</c>, shrinking its
/// <c>antialias=True</c> and
/// Pillow's bilinear filter on unrounded values. Skipping the antialiasing is what made published distances incomparable (G.
/// Parmar et al.,
/// "On Aliased Resizing and Surprising Subtleties in GAN Evaluation", CVPR 2022).</remarks>
public static class BilinearResizing
{
    /// <summary>Resizes one channel.</summary>
    /// <param name="plane">Its values, height x width.</param>
    /// <param name="size">Its height and width.</param>
    /// <param name="target">The height and width wanted.</param>
    /// <param name="result">Where the values go, as many as <paramref name="target"/> says.</param>
    public static void Resize(
        ReadOnlySpan<float> plane,
        (int Height, int Width) size,
        (int Height, int Width) target,
        Span<float> result
    )
    {
        if (size == target)
        {
            plane.CopyTo(result);
            return;
        }

        var (columns, rows) = (Weights(size.Width, target.Width), Weights(size.Height, target.Height));
        var narrow = new float[size.Height * target.Width];
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < target.Width; x++)
            {
                var sum = 0.0;
                for (var i = 0; i < columns[x].Weights.Length; i++)
                    sum += columns[x].Weights[i] * plane[y * size.Width + columns[x].First + i];
                narrow[y * target.Width + x] = (float)sum;
            }
        }

        for (var y = 0; y < target.Height; y++)
        {
            for (var x = 0; x < target.Width; x++)
            {
                var sum = 0.0;
                for (var i = 0; i < rows[y].Weights.Length; i++)
                    sum += rows[y].Weights[i] * narrow[(rows[y].First + i) * target.Width + x];
                result[y * target.Width + x] = (float)sum;
            }
        }
    }

    private static (int First, double[] Weights)[] Weights(int size, int target)
    {
        var scale = (double)size / target;
        var support = Math.Max(1, scale);
        var all = new (int, double[])[target];
        for (var i = 0; i < target; i++)
        {
            var centre = (i + 0.5) * scale;
            var first = Math.Max(0, (int)Math.Floor(centre - support + 0.5));
            var last = Math.Min(size, (int)Math.Floor(centre + support + 0.5));
            var weights = new double[last - first];
            for (var k = 0; k < weights.Length; k++)
                weights[k] = Math.Max(0, 1 - Math.Abs((first + k + 0.5 - centre) / support));
            var sum = weights.Sum();
            for (var k = 0; k < weights.Length; k++)
                weights[k] /= sum;
            all[i] = (first, weights);
        }

        return all;
    }
}
