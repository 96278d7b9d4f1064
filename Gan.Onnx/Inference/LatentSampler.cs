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
    /// <summary>The smallest truncation; one normal value in 25 is within it, so that drawing again ends soon.</summary>
    public const float SmallestTruncation = 0.05f;

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

    /// <summary>Fills a latent vector whose values lie within a bound: the truncation trick, which trades variety for typical samples
    /// (A. Brock, J. Donahue, K. Simonyan, "Large Scale GAN Training for High Fidelity Natural Image Synthesis", ICLR 2019).</summary>
    /// <remarks>Normal values beyond the bound are drawn again until they are within it, attempt <c>k</c> with <c>k</c> in the second place
    /// of the counter; so values within the bound are those that <see cref="Fill(LatentDistribution, ulong, long, Span{float})"/> gives.
    /// Uniform values are multiplied by the bound, where it is below 1.</remarks>
    /// <param name="distribution">What the values are drawn from, independently.</param>
    /// <param name="seed">Different seeds give unrelated rows.</param>
    /// <param name="row">Which of the seed's rows; at least 0.</param>
    /// <param name="truncation">The bound: at least <see cref="SmallestTruncation"/>; infinity truncates nothing.</param>
    /// <param name="latent">Where the values go.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is negative, the bound too small or not a number, or the distribution is none
    /// of those defined.</exception>
    public static void Fill(LatentDistribution distribution, ulong seed, long row, float truncation, Span<float> latent)
    {
        if (!(truncation >= SmallestTruncation))
        {
            throw new ArgumentOutOfRangeException(
                nameof(truncation), truncation, $"The truncation must be at least {SmallestTruncation:0.##}.");
        }

        Fill(distribution, seed, row, latent);
        for (var i = 0; i < latent.Length; i++)
        {
            if (distribution is LatentDistribution.Uniform)
                latent[i] *= Math.Min(1, truncation);
            else
                for (var attempt = 1u; Math.Abs(latent[i]) > truncation; attempt++) latent[i] = Again(seed, row, i, attempt);
        }
    }

    /// <summary>The straight way between two latent vectors.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends; as long.</param>
    /// <param name="share">How far along: 0 is the beginning, 1 the end.</param>
    /// <param name="latent">Where the point goes; as long.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Linear(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float share, Span<float> latent)
    {
        CheckEnds(from, to, latent);
        for (var i = 0; i < latent.Length; i++) latent[i] = (1 - share) * from[i] + share * to[i];
    }

    /// <summary>The way along a sphere between two latent vectors, on which normal latents keep a likely length (K. Shoemake, "Animating
    /// Rotation with Quaternion Curves", SIGGRAPH 1985; T. White, "Sampling Generative Networks", 2016). Where the vectors point the same
    /// way or oppositely, the straight way.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends; as long.</param>
    /// <param name="share">How far along: 0 is the beginning, 1 the end.</param>
    /// <param name="latent">Where the point goes; as long.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Spherical(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float share, Span<float> latent)
    {
        CheckEnds(from, to, latent);
        double product = 0, fromSquare = 0, toSquare = 0;
        for (var i = 0; i < from.Length; i++)
        {
            product += (double)from[i] * to[i];
            fromSquare += (double)from[i] * from[i];
            toSquare += (double)to[i] * to[i];
        }

        var angle = Math.Acos(Math.Clamp(product / Math.Sqrt(fromSquare * toSquare), -1, 1));
        var sine = Math.Sin(angle);
        if (!(sine > 1e-6))
        {
            Linear(from, to, share, latent);
            return;
        }

        var (a, b) = (Math.Sin((1 - share) * angle) / sine, Math.Sin(share * angle) / sine);
        for (var i = 0; i < latent.Length; i++) latent[i] = (float)(a * from[i] + b * to[i]);
    }

    private static void CheckEnds(ReadOnlySpan<float> from, ReadOnlySpan<float> to, ReadOnlySpan<float> latent)
    {
        Lengths.Require(to.Length, 1, from.Length, nameof(to));
        Lengths.Require(latent.Length, 1, from.Length, nameof(latent));
    }

    private static float Again(ulong seed, long row, int i, uint attempt)
    {
        uint c0 = (uint)(i / 4), c1 = attempt, c2 = (uint)row, c3 = (uint)(row >> 32);
        Philox4x32.Generate(ref c0, ref c1, ref c2, ref c3, (uint)seed, (uint)(seed >> 32));
        var (first, second) = i % 4 < 2 ? Normals(c0, c1) : Normals(c2, c3);
        return i % 2 == 0 ? first : second;
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
