using System.Diagnostics;
using System.Globalization;
using Gan.Onnx;
using Gan.Training.Evaluation;

namespace Gan.Tests.Training.Evaluation;

[TestClass]
public sealed class FrechetDistanceTests
{
    private const string Python = "/usr/bin/python3";

    [TestMethod]
    public void Of_diagonal_Gaussians_it_has_a_closed_form()
    {
        // Variances 4, 9 and 1, 16 with means 3 apart in one direction: 9 + (2 - 1)² + (3 - 4)².
        var first = new GaussianStatistics([0, 0], [4, 0, 0, 9]);
        var second = new GaussianStatistics([3, 0], [1, 0, 0, 16]);
        Assert.AreEqual(11, FrechetDistance.Between(first, second), 1e-12);
        Assert.AreEqual(11, FrechetDistance.Between(second, first), 1e-12);
        Assert.AreEqual(0, FrechetDistance.Between(first, first), 1e-12);
    }

    [TestMethod]
    public void Turning_both_Gaussians_changes_nothing()
    {
        // The same by an angle whose cosine is 0.6 and sine 0.8.
        var first = new GaussianStatistics([0, 0], Turned(4, 9));
        var second = new GaussianStatistics([3 * 0.6, 3 * 0.8], Turned(1, 16));
        Assert.AreEqual(11, FrechetDistance.Between(first, second), 1e-12);

        static double[] Turned(double a, double b)
        {
            var mixed = (a - b) * 0.6 * 0.8;
            return [0.36 * a + 0.64 * b, mixed, mixed, 0.64 * a + 0.36 * b];
        }
    }

    [TestMethod]
    public void Singular_covariances_have_a_root_too()
    {
        // All mass on one line each: along x with variance 4, along y with variance 9. They share nothing, so the root's trace is
        // 0.
        Assert.AreEqual(
            13,
            FrechetDistance.Between(new GaussianStatistics([0, 0], [4, 0, 0, 0]), new GaussianStatistics([0, 0], [0, 0, 0, 9])),
            1e-7
        );
        // Both along the diagonal: v vᵀ a and v vᵀ b, with |v|² = 2; the distance is 2 (√a - √b)².
        Assert.AreEqual(
            2,
            FrechetDistance.Between(new GaussianStatistics([0, 0], [4, 4, 4, 4]), new GaussianStatistics([0, 0], [1, 1, 1, 1])),
            1e-7
        );
    }

    [TestMethod]
    public void Of_samples_it_takes_the_unbiased_covariance()
    {
        var features = new FeatureMatrix([0, 0, 2, 0, 0, 4, 2, 4], 2);
        var statistics = GaussianStatistics.Of(features);
        CollectionAssert.AreEqual(new double[] { 1, 2 }, statistics.Mean);
        Assert.AreEqual(4.0 / 3, statistics.Covariance[0], 1e-12);
        Assert.AreEqual(0, statistics.Covariance[1], 1e-12);
        Assert.AreEqual(16.0 / 3, statistics.Covariance[3], 1e-12);
        // A shift by (3, 4) costs its square.
        var shifted = new FeatureMatrix([3, 4, 5, 4, 3, 8, 5, 8], 2);
        Assert.AreEqual(25, FrechetDistance.Between(features, shifted), 1e-9);
    }

    [TestMethod]
    [DataRow(7, 90)]
    [DataRow(90, 7)]
    [DataRow(5, 9)]
    [DataRow(9, 5)]
    public void Of_fewer_samples_than_features_it_is_the_same_by_a_shorter_way(int first, int second)
    {
        const int Size = 20;
        var random = new Random(first);
        var (a, b) = (Draw(first), Draw(second));
        Assert.AreEqual(
            FrechetDistance.Between(Alone(a), Alone(b)),
            FrechetDistance.Between(a, b),
            1e-6,
            "covariances alone do not tell of the samples"
        );

        FeatureMatrix Draw(int count) => new([.. Enumerable.Range(0, count * Size).Select(_ => random.NextSingle())], Size);

        static GaussianStatistics Alone(FeatureMatrix features)
        {
            var statistics = GaussianStatistics.Of(features);
            return new GaussianStatistics(statistics.Mean, statistics.Covariance);
        }
    }

    [TestMethod]
    public void In_blocks_the_root_is_that_of_commuting_matrices()
    {
        // C1 and C2 = C1² commute, so the root of their product is C1^1.5. C1 = I + u uᵀ with |u|² = 1: eigenvalues 1 and, once,
        // 2.
        const int Size = 600;
        var (first, second) = (new double[Size * Size], new double[Size * Size]);
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                first[i * Size + j] = (i == j ? 1 : 0) + 1.0 / Size;
                second[i * Size + j] = (i == j ? 1 : 0) + 3.0 / Size;
            }
        }

        Assert.AreEqual(Size - 1 + Math.Pow(2, 1.5), FrechetDistance.TraceOfRoot(first, second, Size), 1e-8);
        // A matrix that is singular beside it goes the other way, to the same kind of answer: the root of C1 times zero.
        Assert.AreEqual(0, FrechetDistance.TraceOfRoot(first, new double[Size * Size], Size), 1e-8);
    }

    [TestMethod]
    public void NumPy_and_SciPy_find_the_same()
    {
        RequirePackages();
        const string Script = """
            import sys, numpy as np
            from scipy import linalg
            rows = np.loadtxt(sys.argv[1], delimiter=',')
            x, y = rows[:150], rows[150:]
            c1, c2 = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
            root = linalg.sqrtm(c1 @ c2).real
            frechet = ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(c1 + c2 - 2 * root)
            k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
            n = len(x)
            off = lambda m: (m.sum() - np.trace(m)) / (n * (n - 1))
            mmd = off(k(x, x)) + off(k(y, y)) - 2 * k(x, y).mean()
            print('%.15g %.15g' % (frechet, mmd))
            """;
        using var folder = new TestFolder();
        const int Size = 7;
        var random = new Random(5);
        var values = Enumerable
            .Range(0, 300 * Size)
            .Select(i => (float)(random.NextDouble() * (1 + i % Size) + (i >= 150 * Size ? 0.3 : 0)))
            .ToArray();
        File.WriteAllLines(
            folder["rows.csv"],
            values
                .Chunk(Size)
                .Select(row => string.Join(',', row.Select(v => ((double)v).ToString("R", CultureInfo.InvariantCulture))))
        );
        var found = Run("-c", Script, folder["rows.csv"])
            .Split(' ')
            .Select(t => double.Parse(t, CultureInfo.InvariantCulture))
            .ToArray();
        var (real, generated) = (
            new FeatureMatrix(values[..(150 * Size)], Size),
            new FeatureMatrix(values[(150 * Size)..], Size)
        );
        Assert.AreEqual(found[0], FrechetDistance.Between(real, generated), 1e-9 * found[0]);
        Assert.AreEqual(found[1], KernelDistance.Between(real, generated, subsets: 1).Mean, 1e-9 * Math.Abs(found[1]));
    }

    [TestMethod]
    public void Sets_that_cannot_be_compared_are_refused_in_a_sentence()
    {
        var e = Assert.ThrowsExactly<GanException>(() =>
            FrechetDistance.Between(new FeatureMatrix([1, 2, 3, 4], 2), new FeatureMatrix([1, 2, 3], 1))
        );
        StringAssert.Contains(e.Message, "2 features and generated ones 1");
        e = Assert.ThrowsExactly<GanException>(() =>
            FrechetDistance.Between(new FeatureMatrix([1, 2], 2), new FeatureMatrix([1, 2, 3, 4], 2))
        );
        StringAssert.Contains(e.Message, "1 real and 2 generated samples");
        e = Assert.ThrowsExactly<GanException>(() => new FeatureMatrix([1, float.NaN], 1));
        StringAssert.Contains(e.Message, "Feature 0 of sample 1 is NaN");
        e = Assert.ThrowsExactly<GanException>(() => new FeatureMatrix([1, 2, 3], 2));
        StringAssert.Contains(e.Message, "no multiple of 2");
    }

    private static void RequirePackages()
    {
        if (
            !File.Exists(Python)
            || Run("-c", "import importlib.util as u; print(bool(u.find_spec('numpy') and u.find_spec('scipy')))") != "True"
        )
            Assert.Inconclusive("python3-numpy and python3-scipy are not installed; the other tests compare with closed forms.");
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode);
        return output;
    }
}
