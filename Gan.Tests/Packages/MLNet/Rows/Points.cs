namespace Gan.Tests.Packages.MLNet;

/// <summary>Points around three centers, the same on every machine.</summary>
internal static class Points
{
    public static LabeledPoint[] Make(int count, int seed = 5)
    {
        var random = new Random(seed);
        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] x = [Normal(), Normal(), (0.5f * Normal()) + 1];
            var side = (1.5f * x[0]) - x[1] + 0.3f + Normal();
            return new LabeledPoint
            {
                Features = x,
                Label = side > 0,
                Name = side < -1 ? "low" : side < 1 ? "middle" : "high",
                Target = (2 * x[0]) - (3 * x[1]) + (0.5f * x[2]) + 1 + (0.1f * Normal()),
            };
        })];
    }
}
