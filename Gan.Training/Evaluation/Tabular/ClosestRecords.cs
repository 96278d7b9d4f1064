using Gan.Training.Tables;

namespace Gan.Training.Evaluation.Tabular;

/// <summary>How near rows lie to their closest training rows: a sign of copying, beside the distances of real rows that were not
/// trained on.</summary>
/// <remarks>Gower's distance (J. Gower, "A General Coefficient of Similarity and Some of Its Properties", 1971): the mean over
/// the columns of, for numbers, the difference in units of the training rows' range, at most 1, and for categories 0 or 1; a
/// missing value differs from any other by 1. Small distances and copies warn; large ones prove no privacy: what a row tells of
/// people in the training data is another question.</remarks>
/// <param name="Median">The median distance.</param>
/// <param name="FifthPercentile">One row in twenty is nearer than this.</param>
/// <param name="Copies">How many rows equal a training row in every column.</param>
/// <param name="Rows">How many rows were looked at.</param>
internal sealed record ClosestRecords(double Median, double FifthPercentile, int Copies, int Rows)
{
    /// <summary>Measures a table's rows; takes time with the product of both numbers of rows.</summary>
    /// <param name="training">The training rows.</param>
    /// <param name="rows">Rows of the same columns and categories.</param>
    public static ClosestRecords Of(Table training, Table rows)
    {
        double[] distances = [.. Distances(training, training, rows).Order()];
        return new ClosestRecords(
            distances[distances.Length / 2],
            distances[distances.Length / 20],
            distances.Count(d => d == 0),
            distances.Length
        );
    }

    /// <summary>Each row's distance to the closest of others; takes time with the product of both numbers of rows.</summary>
    /// <param name="training">The rows whose ranges are the units of numbers.</param>
    /// <param name="others">The rows of which the closest is looked for.</param>
    /// <param name="rows">The rows.</param>
    public static double[] Distances(Table training, Table others, Table rows)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(rows);
        var scales = training.Columns.Select(Scale).ToArray();
        float[][] scaled = [.. others.Columns.Select((c, i) => Scaled(c, scales[i]))];
        float[][] asked = [.. rows.Columns.Select((c, i) => Scaled(c, scales[i]))];
        bool[] categorical = [.. training.Columns.Select(c => c.IsCategorical)];
        return
        [
            .. Enumerable
                .Range(0, rows.RowCount)
                .AsParallel()
                .AsOrdered()
                .Select(row => Nearest(scaled, asked, categorical, row)),
        ];
    }

    private static double Nearest(float[][] others, float[][] rows, bool[] categorical, int row)
    {
        var nearest = double.PositiveInfinity;
        for (var other = 0; other < others[0].Length; other++)
        {
            var sum = 0.0;
            for (var i = 0; i < categorical.Length && sum < nearest; i++)
            {
                var (a, b) = (rows[i][row], others[i][other]);
                if (float.IsNaN(a) || float.IsNaN(b))
                    sum += float.IsNaN(a) && float.IsNaN(b) ? 0 : 1;
                else
                    sum += categorical[i] ? (a == b ? 0 : 1) : Math.Min(1, Math.Abs(a - b));
            }

            nearest = Math.Min(nearest, sum);
        }

        return nearest / categorical.Length;
    }

    private static float Scale(TableColumn column)
    {
        if (column.IsCategorical)
            return 1;
        var present = column.Values.Where(v => !double.IsNaN(v)).Select(v => (float)v).ToArray();
        return present.Length > 0 && present.Max() > present.Min() ? present.Max() - present.Min() : 1;
    }

    private static float[] Scaled(TableColumn column, float scale) => [.. column.Values.Select(v => (float)v / scale)];
}
