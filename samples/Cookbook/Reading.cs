using Microsoft.ML.Data;

namespace Cookbook;

/// <summary>What a machine's sensors said in one minute.</summary>
internal sealed class Reading
{
    /// <summary>The minute, which no detector looks at.</summary>
    [LoadColumn(0)]
    public float Minute { get; set; }

    /// <summary>In degrees Celsius.</summary>
    [LoadColumn(1)]
    public float Temperature { get; set; }

    /// <summary>In bar.</summary>
    [LoadColumn(2)]
    public float Pressure { get; set; }

    /// <summary>In litres a minute.</summary>
    [LoadColumn(3)]
    public float Flow { get; set; }

    /// <summary>In millimetres a second.</summary>
    [LoadColumn(4)]
    public float Vibration { get; set; }

    /// <summary>1 where a fault was simulated; it only judges the detector.</summary>
    [LoadColumn(5)]
    public float Label { get; set; }

    /// <summary>Minutes of a simulated pump: all sensors follow its load. Faults keep each sensor within its usual range and
    /// break what holds between them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="faults">The share of faults among them.</param>
    /// <param name="seed">Which ones.</param>
    public static IEnumerable<Reading> Simulate(int count, double faults, int seed)
    {
        var random = new Random(seed);
        double Noise(double size) => size * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        for (var minute = 0; minute < count; minute++)
        {
            var load = 0.2 + 0.8 * random.NextDouble();
            var isFault = random.NextDouble() < faults;
            // A filter that clogs: more pressure and less flow than such a load has.
            var (pressed, flowing) = isFault ? (Math.Min(1, load + 0.1), 0.85 * load) : (load, load);
            yield return new Reading
            {
                Minute = minute,
                Temperature = (float)(40 + 30 * load + Noise(2)),
                Pressure = (float)(2 + 4 * pressed * pressed + Noise(0.3)),
                Flow = (float)(120 * flowing + Noise(6)),
                Vibration = (float)(1 + 1.5 * load + Noise(0.3)),
                Label = isFault ? 1 : 0,
            };
        }
    }
}
