namespace Gan.Benchmarks.Gates;

/// <summary>Fills holes with the harmonic function of what is around them (Laplace's equation), which a soap film over the hole
/// would take: the smoothest filling there is, and all that can be done without having seen other images.</summary>
internal static class HarmonicFill
{
    private const int MostRounds = 10_000;
    private const float Settled = 1e-5f;

    // Successive over-relaxation: how far past its neighbours' mean each pixel is moved.
    private const float Relaxation = 1.9f;

    /// <summary>Fills one channel in place, by relaxation until no pixel moves by more than 0.00001.</summary>
    /// <param name="values">Row-major, [height, width].</param>
    /// <param name="isHole">Which pixels are filled; some are not.</param>
    /// <param name="width">Pixels in a row.</param>
    public static void Apply(Span<float> values, ReadOnlySpan<bool> isHole, int width)
    {
        var height = values.Length / width;
        var (sum, known) = (0f, 0);
        for (var i = 0; i < values.Length; i++)
        {
            if (!isHole[i])
                (sum, known) = (sum + values[i], known + 1);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (isHole[i])
                values[i] = sum / known;
        }

        for (var (round, moved) = (0, float.MaxValue); round < MostRounds && moved > Settled; round++)
        {
            moved = 0;
            for (var i = 0; i < values.Length; i++)
            {
                if (!isHole[i])
                    continue;
                var (y, x) = Math.DivRem(i, width);
                var (total, count) = (0f, 0);
                if (y > 0)
                    (total, count) = (total + values[i - width], count + 1);
                if (y < height - 1)
                    (total, count) = (total + values[i + width], count + 1);
                if (x > 0)
                    (total, count) = (total + values[i - 1], count + 1);
                if (x < width - 1)
                    (total, count) = (total + values[i + 1], count + 1);
                var step = Relaxation * (total / count - values[i]);
                values[i] += step;
                moved = Math.Max(moved, Math.Abs(step));
            }
        }
    }
}
