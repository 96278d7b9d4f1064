namespace Microsoft.ML.Trainers;

internal static class PrincipalComponents
{
    private const int PowerIterations = 4;

    /// <summary>The leading eigenvectors of the covariance, largest first, through products with it alone.</summary>
    public static double[][] Find(TrainingSet data, double[] mean, int rank, int sketch, Random random)
    {
        var basis = new double[sketch][];
        for (var k = 0; k < sketch; k++)
            basis[k] = Gaussian(mean.Length, random);
        Orthonormalize(basis);
        for (var iteration = 0; iteration <= PowerIterations; iteration++)
        {
            basis = Multiply(data, mean, basis);
            Orthonormalize(basis);
        }
        var image = Multiply(data, mean, basis);
        var small = new double[sketch, sketch];
        for (var i = 0; i < sketch; i++)
            for (var j = 0; j < sketch; j++)
                small[i, j] = Vectors.Dot(basis[i], image[j]);
        var (values, vectors) = SymmetricEigen.Solve(small);
        var order = Enumerable.Range(0, sketch).OrderByDescending(k => values[k]).Take(rank);
        return [.. order.Select(k =>
        {
            var component = new double[mean.Length];
            for (var i = 0; i < sketch; i++)
                Vectors.AddScaled(component, vectors[i, k], basis[i]);
            return component;
        })];
    }

    private static double[][] Multiply(TrainingSet data, double[] mean, double[][] basis)
    {
        var result = Array.ConvertAll(basis, vector => new double[vector.Length]);
        var centered = new double[mean.Length];
        for (var row = 0; row < data.Count; row++)
        {
            var features = data[row];
            for (var i = 0; i < centered.Length; i++)
                centered[i] = features[i] - mean[i];
            for (var k = 0; k < basis.Length; k++)
                Vectors.AddScaled(result[k], data.Weights[row] * Vectors.Dot(basis[k], centered), centered);
        }
        return result;
    }

    // Modified Gram-Schmidt, twice: once loses orthogonality when the vectors are nearly parallel.
    private static void Orthonormalize(double[][] basis)
    {
        for (var k = 0; k < basis.Length; k++)
        {
            for (var pass = 0; pass < 2; pass++)
                for (var j = 0; j < k; j++)
                    Vectors.AddScaled(basis[k], -Vectors.Dot(basis[j], basis[k]), basis[j]);
            var norm = Math.Sqrt(Vectors.Dot(basis[k], basis[k]));
            for (var i = 0; i < basis[k].Length; i++)
                basis[k][i] = norm > 1e-150 ? basis[k][i] / norm : 0;
        }
    }

    private static double[] Gaussian(int length, Random random)
    {
        var values = new double[length];
        for (var i = 0; i < length; i++)
            values[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return values;
    }
}
