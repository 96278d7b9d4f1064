namespace Microsoft.ML.Data;

public sealed class RegressionMetrics
{
    internal RegressionMetrics(float[][] rows)
    {
        MeanAbsoluteError = rows.Average(row => Math.Abs((double)row[0] - row[1]));
        MeanSquaredError = rows.Average(row => Math.Pow((double)row[0] - row[1], 2));
        RootMeanSquaredError = Math.Sqrt(MeanSquaredError);
        LossFunction = MeanSquaredError;
        var mean = rows.Average(row => (double)row[0]);
        RSquared = 1 - (MeanSquaredError / rows.Average(row => Math.Pow(row[0] - mean, 2)));
    }

    public double MeanAbsoluteError { get; }

    public double MeanSquaredError { get; }

    public double RootMeanSquaredError { get; }

    public double LossFunction { get; }

    public double RSquared { get; }
}
