namespace Gan.Training.Detection;

/// <summary>Rows that are abnormal for certain, made from normal ones: what a detector is measured on while it trains, since
/// there are no labels.</summary>
internal static class PseudoAnomalies
{
    /// <summary>Makes one row from each of some rows.</summary>
    /// <param name="rows">Normal rows, scaled, one after the other.</param>
    /// <param name="size">Values in a row.</param>
    /// <param name="seed">Fixes what is made.</param>
    /// <returns>As many rows: each takes every value with probability one half from another row, so that its values are usual and
    /// do not belong together. Rows of a single value, which have no such, are moved out of the range instead.</returns>
    public static float[] Mix(ReadOnlySpan<float> rows, int size, int seed)
    {
        var random = new Random(seed);
        var count = rows.Length / size;
        var mixed = rows.ToArray();
        for (var row = 0; row < count; row++)
        {
            var other = count > 1 ? (row + 1 + random.Next(count - 1)) % count : row;
            for (var i = 0; i < size; i++)
            {
                if (size == 1)
                    mixed[row] = (random.Next(2) * 2 - 1) * (1.1f + random.NextSingle());
                else if (random.Next(2) == 0)
                    mixed[row * size + i] = rows[other * size + i];
            }
        }

        return mixed;
    }

    /// <summary>Makes so many rows of values spread evenly over 1.2 times the range.</summary>
    public static float[] Spread(int count, int size, int seed)
    {
        var random = new Random(seed);
        var values = new float[count * size];
        for (var i = 0; i < values.Length; i++)
            values[i] = (random.NextSingle() * 2 - 1) * 1.2f;
        return values;
    }
}
