using System.Numerics;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

[TestClass]
public sealed class LatentSamplerTests
{
    // Published with the generator (Random123's kat_vectors).
    [TestMethod]
    [DataRow(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [DataRow(
        0xffffffffu,
        0xffffffffu,
        0xffffffffu,
        0xffffffffu,
        0xffffffffu,
        0xffffffffu,
        0x408f276du,
        0x41c83b0eu,
        0xa20bc7c6u,
        0x6d5451fdu
    )]
    [DataRow(
        0x243f6a88u,
        0x85a308d3u,
        0x13198a2eu,
        0x03707344u,
        0xa4093822u,
        0x299f31d0u,
        0xd16cfe09u,
        0x94fdccebu,
        0x5001e420u,
        0x24126ea1u
    )]
    public void Philox_gives_the_published_answers(
        uint c0,
        uint c1,
        uint c2,
        uint c3,
        uint k0,
        uint k1,
        uint r0,
        uint r1,
        uint r2,
        uint r3
    )
    {
        Philox4x32.Generate(ref c0, ref c1, ref c2, ref c3, k0, k1);

        CollectionAssert.AreEqual(new[] { r0, r1, r2, r3 }, new[] { c0, c1, c2, c3 });
    }

    [TestMethod]
    public void Logarithm_sine_and_cosine_agree_with_the_system()
    {
        var words = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var word = i switch
            {
                0 => 0u,
                1 => uint.MaxValue,
                < 34 => 1u << (i - 2),
                _ => (uint)words.NextInt64(1L << 32),
            };
            var value = (word + 1.0) / 4294967296.0;
            Assert.AreEqual(Math.Log(value), PortableMath.Log(new Vector<double>(value))[0], 1e-14, $"log of {value:R}");
            var (sin, cos) = PortableMath.SinCos(new Vector<ulong>(word));
            Assert.AreEqual(Math.Sin(2 * Math.PI * word / 4294967296.0), sin[0], 1e-14, $"sine of {word}");
            Assert.AreEqual(Math.Cos(2 * Math.PI * word / 4294967296.0), cos[0], 1e-14, $"cosine of {word}");
        }
    }

    [TestMethod]
    public void Values_are_to_the_last_bit_those_that_are_computed_one_by_one()
    {
        var latent = new float[2 * 103];
        for (var row = 0; row < 1000; row++)
        {
            LatentSampler.Fill(LatentDistribution.Normal, 3, row, latent);
            for (var i = 0; i < latent.Length; i += 2)
            {
                uint c0 = (uint)(i / 4),
                    c1 = 0,
                    c2 = (uint)row,
                    c3 = 0;
                Philox4x32.Generate(ref c0, ref c1, ref c2, ref c3, 3, 0);
                var (first, second) = i % 4 == 0 ? OneByOne.Normals(c0, c1) : OneByOne.Normals(c2, c3);
                Assert.AreEqual(Bits(first), Bits(latent[i]), $"value {i} of row {row}");
                Assert.AreEqual(Bits(second), Bits(latent[i + 1]), $"value {i + 1} of row {row}");
            }
        }
    }

    [TestMethod]
    public void Values_never_change_from_version_to_version()
    {
        // Box and Muller's method by hand on the known words of counter 0 and key 0.
        var words = new double[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 };
        var expected = new float[4];
        for (var i = 0; i < 4; i += 2)
        {
            var length = Math.Sqrt(-2 * Math.Log((words[i] + 1) / 4294967296.0));
            expected[i] = (float)(length * Math.Cos(2 * Math.PI * words[i + 1] / 4294967296.0));
            expected[i + 1] = (float)(length * Math.Sin(2 * Math.PI * words[i + 1] / 4294967296.0));
        }

        var normal = new float[4];
        LatentSampler.Fill(LatentDistribution.Normal, 0, 0, normal);
        for (var i = 0; i < 4; i++)
            Assert.AreEqual(expected[i], normal[i], 1e-6f);

        var uniform = new float[4];
        LatentSampler.Fill(LatentDistribution.Uniform, 0, 0, uniform);
        CollectionAssert.AreEqual(words.Select(w => (float)(Math.Floor(w / 256) / 8388608 - 1)).ToArray(), uniform);
    }

    [TestMethod]
    [DataRow(LatentDistribution.Normal)]
    [DataRow(LatentDistribution.Uniform)]
    public void A_shorter_vector_is_the_beginning_of_a_longer_one(LatentDistribution distribution)
    {
        var longer = new float[103];
        LatentSampler.Fill(distribution, 7, 11, longer);
        for (var length = 0; length < longer.Length; length++)
        {
            var shorter = new float[length];
            LatentSampler.Fill(distribution, 7, 11, shorter);
            CollectionAssert.AreEqual(longer[..length], shorter);
        }
    }

    [TestMethod]
    public void Every_part_of_seed_and_row_matters()
    {
        var latents = new List<string>();
        foreach (var seed in new[] { 0UL, 1UL, 1UL << 32, ulong.MaxValue })
        {
            foreach (var row in new[] { 0L, 1L, 1L << 32, long.MaxValue })
            {
                var latent = new float[8];
                LatentSampler.Fill(LatentDistribution.Normal, seed, row, latent);
                latents.Add(string.Join(' ', latent));
            }
        }

        CollectionAssert.AllItemsAreUnique(latents);
    }

    [TestMethod]
    public void Normal_values_have_the_moments_and_tails_of_a_normal_distribution()
    {
        var values = Draw(LatentDistribution.Normal, rows: 10_000, size: 100);

        // A million values: the standard errors of the moments are 0.001, 0.0014, 0.0024 and 0.0049; five of them are allowed.
        Assert.AreEqual(0, values.Average(), 0.005);
        Assert.AreEqual(1, values.Average(v => v * v), 0.007);
        Assert.AreEqual(0, values.Average(v => v * v * v), 0.02);
        Assert.AreEqual(3, values.Average(v => v * v * v * v), 0.05);
        Assert.AreEqual(0.0455, values.Count(v => Math.Abs(v) > 2) / 1e6, 0.0011);
        Assert.AreEqual(63.3, values.Count(v => Math.Abs(v) > 4), 40);
        Assert.IsLessThan(6.67, values.Max(Math.Abs));
    }

    [TestMethod]
    public void Neighbouring_normal_values_and_rows_are_uncorrelated()
    {
        const int Size = 100;
        var values = Draw(LatentDistribution.Normal, rows: 10_000, Size);
        for (var lag = 1; lag <= 4; lag++)
            Assert.AreEqual(0, values.Zip(values.Skip(lag), (a, b) => a * b).Average(), 0.005);
        Assert.AreEqual(0, values.Zip(values.Skip(Size), (a, b) => a * b).Average(), 0.005);
    }

    [TestMethod]
    public void Uniform_values_fill_their_range_evenly()
    {
        var values = Draw(LatentDistribution.Uniform, rows: 10_000, size: 100);

        Assert.IsGreaterThanOrEqualTo(-1, values.Min());
        Assert.IsLessThan(1, values.Max());
        var bins = new int[64];
        foreach (var value in values)
            bins[(int)((value + 1) * 32)]++;
        // 15,625 are expected in each bin, with a standard deviation of 124; five of them are allowed.
        foreach (var count in bins)
            Assert.AreEqual(15_625, count, 620);
    }

    [TestMethod]
    public void Wrong_arguments_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            LatentSampler.Fill(LatentDistribution.Normal, 0, -1, new float[1])
        );
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LatentSampler.Fill((LatentDistribution)7, 0, 0, new float[1]));
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static double[] Draw(LatentDistribution distribution, int rows, int size)
    {
        var values = new float[rows * size];
        for (var row = 0; row < rows; row++)
            LatentSampler.Fill(distribution, 42, row, values.AsSpan(row * size, size));
        return [.. values.Select(v => (double)v)];
    }

    /// <summary>Box and Muller's method on single numbers, operation by operation what the sampler does on several.</summary>
    private static class OneByOne
    {
        public static (float First, float Second) Normals(uint radius, uint turn)
        {
            var length = Math.Sqrt(-2 * Log((radius + 1.0) / 4294967296.0));
            var (sin, cos) = SinCos(turn);
            return ((float)(length * cos), (float)(length * sin));
        }

        private static double Log(double value)
        {
            var bits = BitConverter.DoubleToInt64Bits(value);
            var exponent = (int)(bits >> 52) - 1023;
            var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
            if (mantissa >= 1.41421356237309504880)
            {
                mantissa *= 0.5;
                exponent++;
            }

            var s = (mantissa - 1) / (mantissa + 1);
            var square = s * s;
            var sum = 0.0;
            for (var n = 19; n >= 1; n -= 2)
                sum = sum * square + 1.0 / n;
            return exponent * 0.69314718055994530942 + 2 * s * sum;
        }

        private static (double Sin, double Cos) SinCos(uint turn)
        {
            var quarter = unchecked(turn + 0x20000000) >> 30;
            var angle = unchecked((int)(turn - (quarter << 30))) * (2 * Math.PI / 4294967296.0);
            var square = angle * angle;
            double sin = 0,
                cos = 0;
            for (var n = 17; n >= 3; n -= 2)
            {
                sin = square / (n * (n - 1)) * (1 - sin);
                cos = square / ((n - 1) * (n - 2)) * (1 - cos);
            }

            sin = angle * (1 - sin);
            cos = 1 - cos;
            return quarter switch
            {
                0 => (sin, cos),
                1 => (cos, -sin),
                2 => (-sin, -cos),
                _ => (-cos, sin),
            };
        }
    }
}
