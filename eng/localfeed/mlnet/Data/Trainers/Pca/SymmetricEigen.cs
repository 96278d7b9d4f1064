namespace Microsoft.ML.Trainers;

/// <summary>Eigenvalues and eigenvectors (columns) of a small symmetric matrix, by Jacobi rotations.</summary>
internal static class SymmetricEigen
{
    public static (double[] Values, double[,] Vectors) Solve(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var vectors = new double[size, size];
        for (var i = 0; i < size; i++)
            vectors[i, i] = 1;
        for (var sweep = 0; sweep < 60; sweep++)
        {
            double off = 0, diagonal = 0;
            for (var p = 0; p < size; p++)
                for (var q = 0; q < size; q++)
                    if (p == q)
                        diagonal += a[p, p] * a[p, p];
                    else
                        off += a[p, q] * a[p, q];
            if (off <= 1e-24 * diagonal)
                break;
            for (var p = 0; p < size; p++)
                for (var q = p + 1; q < size; q++)
                    Rotate(a, vectors, p, q);
        }
        var values = new double[size];
        for (var i = 0; i < size; i++)
            values[i] = a[i, i];
        return (values, vectors);
    }

    private static void Rotate(double[,] a, double[,] vectors, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        var size = a.GetLength(0);
        for (var i = 0; i < size; i++)
            (a[i, p], a[i, q]) = ((cosine * a[i, p]) - (sine * a[i, q]), (sine * a[i, p]) + (cosine * a[i, q]));
        for (var i = 0; i < size; i++)
            (a[p, i], a[q, i]) = ((cosine * a[p, i]) - (sine * a[q, i]), (sine * a[p, i]) + (cosine * a[q, i]));
        for (var i = 0; i < size; i++)
            (vectors[i, p], vectors[i, q]) = ((cosine * vectors[i, p]) - (sine * vectors[i, q]), (sine * vectors[i, p]) + (cosine * vectors[i, q]));
    }
}
