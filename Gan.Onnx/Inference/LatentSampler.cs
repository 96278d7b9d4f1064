using System.Globalization;
using System.Numerics;
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

        if (distribution is LatentDistribution.Normal)
            FillNormal(seed, row, latent);
        else
            FillUniform(seed, row, latent);
    }

    /// <summary>Fills a latent vector whose values lie within a bound: the truncation trick, which trades variety for typical
    /// samples (A. Brock, J. Donahue, K. Simonyan, "Large Scale GAN Training for High Fidelity Natural Image Synthesis", ICLR
    /// 2019).</summary>
    /// <remarks>Normal values beyond the bound are drawn again until they are within it, attempt <c>k</c> with <c>k</c> in the
    /// second place of the counter; so values within the bound are those that
    /// <see cref="Fill(LatentDistribution, ulong, long, Span{float})"/> gives. Uniform values are multiplied by the bound, where
    /// it is below 1.</remarks>
    /// <param name="distribution">What the values are drawn from, independently.</param>
    /// <param name="seed">Different seeds give unrelated rows.</param>
    /// <param name="row">Which of the seed's rows; at least 0.</param>
    /// <param name="truncation">The bound: at least <see cref="SmallestTruncation"/>; infinity truncates nothing.</param>
    /// <param name="latent">Where the values go.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is negative, the bound too small or not a number, or the
    /// distribution is none of those defined.</exception>
    public static void Fill(LatentDistribution distribution, ulong seed, long row, float truncation, Span<float> latent)
    {
        if (!(truncation >= SmallestTruncation))
        {
            throw new ArgumentOutOfRangeException(
                nameof(truncation),
                truncation,
                string.Create(CultureInfo.InvariantCulture, $"The truncation must be at least {SmallestTruncation:0.##}.")
            );
        }

        Fill(distribution, seed, row, latent);
        for (var i = 0; i < latent.Length; i++)
        {
            if (distribution is LatentDistribution.Uniform)
                latent[i] *= Math.Min(1, truncation);
            else
                for (var attempt = 1u; Math.Abs(latent[i]) > truncation; attempt++)
                    latent[i] = Again(seed, row, i, attempt);
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
        for (var i = 0; i < latent.Length; i++)
            latent[i] = (1 - share) * from[i] + share * to[i];
    }

    /// <summary>The way along a sphere between two latent vectors, on which normal latents keep a likely length (K. Shoemake,
    /// "Animating Rotation with Quaternion Curves", SIGGRAPH 1985; T. White, "Sampling Generative Networks", 2016). Where the
    /// vectors point the same way or oppositely, the straight way.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends; as long.</param>
    /// <param name="share">How far along: 0 is the beginning, 1 the end.</param>
    /// <param name="latent">Where the point goes; as long.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Spherical(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float share, Span<float> latent)
    {
        CheckEnds(from, to, latent);
        double product = 0,
            fromSquare = 0,
            toSquare = 0;
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
        for (var i = 0; i < latent.Length; i++)
            latent[i] = (float)(a * from[i] + b * to[i]);
    }

    private static void CheckEnds(ReadOnlySpan<float> from, ReadOnlySpan<float> to, ReadOnlySpan<float> latent)
    {
        Lengths.Require(to.Length, 1, from.Length, nameof(to));
        Lengths.Require(latent.Length, 1, from.Length, nameof(latent));
    }

    private static float Again(ulong seed, long row, int i, uint attempt)
    {
        Span<uint> words = stackalloc uint[4];
        Words(seed, row, i / 4, attempt, words);
        var pair = i % 4 / 2 * 2;
        Span<float> normals = stackalloc float[2 * Vector<double>.Count];
        Normals(new Vector<ulong>(words[pair]), new Vector<ulong>(words[pair + 1]), normals);
        return normals[i % 2];
    }

    private static void FillUniform(ulong seed, long row, Span<float> latent)
    {
        Span<uint> words = stackalloc uint[4];
        for (var i = 0; i < latent.Length; i++)
        {
            if (i % 4 == 0)
                Words(seed, row, i / 4, 0, words);
            latent[i] = (words[i % 4] >> 8) * (1f / (1 << 23)) - 1f;
        }
    }

    /// <summary>As many blocks of four words at a time as give every place of a vector a pair: drawn one by one, normal values
    /// would take about as long as a small generator does with them.</summary>
    private static void FillNormal(ulong seed, long row, Span<float> latent)
    {
        var pairs = Vector<double>.Count;
        Span<ulong> radii = stackalloc ulong[pairs],
            turns = stackalloc ulong[pairs];
        Span<uint> words = stackalloc uint[4];
        Span<float> normals = stackalloc float[2 * pairs];
        for (var i = 0; i < latent.Length; i += normals.Length)
        {
            for (var pair = 0; pair < pairs; pair += 2)
            {
                Words(seed, row, (i + 2 * pair) / 4, 0, words);
                (radii[pair], turns[pair], radii[pair + 1], turns[pair + 1]) = (words[0], words[1], words[2], words[3]);
            }

            Normals(new Vector<ulong>(radii), new Vector<ulong>(turns), normals);
            normals[..Math.Min(normals.Length, latent.Length - i)].CopyTo(latent[i..]);
        }
    }

    private static void Words(ulong seed, long row, int block, uint attempt, Span<uint> words)
    {
        uint c0 = (uint)block,
            c1 = attempt,
            c2 = (uint)row,
            c3 = (uint)(row >> 32);
        Philox4x32.Generate(ref c0, ref c1, ref c2, ref c3, (uint)seed, (uint)(seed >> 32));
        (words[0], words[1], words[2], words[3]) = (c0, c1, c2, c3);
    }

    /// <summary>Two values for each pair of words: the first one's and the second one's, one after the other.</summary>
    private static void Normals(Vector<ulong> radius, Vector<ulong> turn, Span<float> values)
    {
        // The first word is taken as a number in (0, 1], so that its logarithm exists.
        var share = (PortableMath.ToDouble(radius) + Vector<double>.One) * (1 / 4294967296.0);
        var length = Vector.SquareRoot(-2 * PortableMath.Log(share));
        var (sin, cos) = PortableMath.SinCos(turn);
        var (first, second) = (length * cos, length * sin);
        for (var pair = 0; pair < Vector<double>.Count; pair++)
            (values[2 * pair], values[2 * pair + 1]) = ((float)first[pair], (float)second[pair]);
    }
}
