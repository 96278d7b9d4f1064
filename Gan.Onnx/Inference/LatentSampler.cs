using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Draws latent vectors: the same for a seed and a row, whatever the batch, the thread or the machine.</summary>
/// <remarks>
/// Value <c>i</c> of a row comes from word <c>i mod 4</c> of Philox4x32-10 with the seed as the key and (<c>i / 4</c>, 0, row) as
/// the counter. Uniform values are the word's upper 24 bits, scaled, which is exact in a float. Normal values come in pairs from
/// two words by Box and Muller's method in double precision; they rely on nothing but additions, multiplications, divisions and
/// square roots, which IEEE 754 defines to the last bit, so that no machine's mathematical library has a say. Their magnitude is
/// at most 6.67.
/// </remarks>
public static class LatentSampler
{
    /// <summary>Fills a latent vector.</summary>
    /// <param name="distribution">What the values are drawn from, independently.</param>
    /// <param name="seed">Different seeds give unrelated rows.</param>
    /// <param name="row">Which of the seed's rows; at least 0.</param>
    /// <param name="latent">Where the values go; a shorter vector is the beginning of a longer one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is negative, or the distribution is none of those
    /// defined.</exception>
    public static void Fill(LatentDistribution distribution, ulong seed, long row, Span<float> latent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        if (distribution is not (LatentDistribution.Normal or LatentDistribution.Uniform))
            throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "Unknown distribution.");

        Span<float> block = stackalloc float[4];
        for (var i = 0; i < latent.Length; i += block.Length)
        {
            uint c0 = (uint)(i / block.Length), c1 = 0, c2 = (uint)row, c3 = (uint)(row >> 32);
            Philox4x32.Generate(ref c0, ref c1, ref c2, ref c3, (uint)seed, (uint)(seed >> 32));
            if (distribution is LatentDistribution.Normal)
            {
                (block[0], block[1]) = Normals(c0, c1);
                (block[2], block[3]) = Normals(c2, c3);
            }
            else
            {
                (block[0], block[1], block[2], block[3]) = (Uniform(c0), Uniform(c1), Uniform(c2), Uniform(c3));
            }

            block[..Math.Min(block.Length, latent.Length - i)].CopyTo(latent[i..]);
        }
    }

    private static float Uniform(uint word) => (word >> 8) * (1f / (1 << 23)) - 1f;

    private static (float First, float Second) Normals(uint radius, uint turn)
    {
        // The first word is taken as a number in (0, 1], so that its logarithm exists.
        var length = Math.Sqrt(-2 * PortableMath.Log((radius + 1.0) / 4294967296.0));
        var (sin, cos) = PortableMath.SinCos(turn);
        return ((float)(length * cos), (float)(length * sin));
    }
}
