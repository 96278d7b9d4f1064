namespace Microsoft.ML.Data;

/// <summary>(value - offset) * scale in each slot, or the normal distribution's cumulative probability of that.</summary>
internal sealed record AffineMap(double[] Scale, double[] Offset, bool IsCdf)
{
    public float Map(int slot, float value)
    {
        var scaled = (value - (float)Offset[slot]) * (float)Scale[slot];
        return IsCdf ? (float)Cumulative(scaled) : scaled;
    }

    public double Map(int slot, double value)
    {
        var scaled = (value - Offset[slot]) * Scale[slot];
        return IsCdf ? Cumulative(scaled) : scaled;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(IsCdf);
        writer.Write(Scale.Length);
        for (var i = 0; i < Scale.Length; i++)
        {
            writer.Write(Scale[i]);
            writer.Write(Offset[i]);
        }
    }

    public static AffineMap Read(BinaryReader reader)
    {
        var isCdf = reader.ReadBoolean();
        double[] scale = new double[reader.ReadInt32()], offset = new double[scale.Length];
        for (var i = 0; i < scale.Length; i++)
        {
            scale[i] = reader.ReadDouble();
            offset[i] = reader.ReadDouble();
        }
        return new AffineMap(scale, offset, isCdf);
    }

    // Abramowitz and Stegun, 7.1.26: the error is below 1.5e-7.
    private static double Cumulative(double x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        var t = 1 / (1 + (0.3275911 * z));
        var tail = t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429)))))))) * Math.Exp(-z * z);
        return x >= 0 ? 1 - (tail / 2) : tail / 2;
    }
}
