namespace TwoPlayerGames;

/// <summary>A mixture of equally likely normal distributions on the line.</summary>
public sealed class Normal(double deviation, params double[] means)
{
    /// <summary>The density at a place.</summary>
    public double Density(double x) =>
        means.Average(m => Math.Exp(-(x - m) * (x - m) / (2 * deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI)));

    /// <summary>Draws numbers.</summary>
    public float[] Sample(int count, Random random) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    (float)(
                        means[random.Next(means.Length)]
                        + deviation
                            * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
                            * Math.Cos(2 * Math.PI * random.NextDouble())
                    )
                ),
        ];
}
