using Gan.Training.Tables;

namespace Gan.Training.Methods;

/// <summary>Draws conditions and real rows that meet them: training by sampling (L. Xu et al., "Modeling Tabular Data using
/// Conditional GAN", NeurIPS 2019, section 4.3).</summary>
/// <remarks>
/// A column of categories is drawn evenly, one of its categories by the logarithm of its frequency, and a row that has it evenly.
/// So far the paper, whose generator learns to heed one condition at a time. Here some rows ask for more: the drawn row's own
/// categories in some of the other columns, a number of them drawn evenly. Given its conditions, a row is then as likely as any
/// other that meets them, which is what makes several at once sound: the generator learns the distribution of the rows that have
/// all of them.
/// </remarks>
internal sealed class ConditionSampler
{
    private readonly TableEncoding _encoding;
    private readonly ColumnEncoding[] _blocks;
    private readonly double[][] _values;
    private readonly int[][][] _rows;
    private readonly double[][] _shares;
    private readonly double _severalShare;

    /// <summary>Counts the categories of a table.</summary>
    /// <param name="table">The table; it has at least one column of categories.</param>
    /// <param name="severalShare">How many of the drawn conditions ask for more than one category, in [0, 1].</param>
    public ConditionSampler(EncodedTable table, double severalShare)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfNegative(severalShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(severalShare, 1);
        (_encoding, _severalShare) = (table.Encoding, severalShare);
        _blocks = [.. _encoding.ConditionBlocks];
        if (_blocks.Length == 0)
            throw new ArgumentException("The table has no column of categories.", nameof(table));
        _values = [.. _blocks.Select(b => table.Table.Columns[b.Column].Values)];
        _rows = [.. _blocks.Select((b, i) => Rows(b, _values[i]))];
        _shares = [.. _rows.Select(LogShares)];
    }

    /// <summary>How likely each category of a column is drawn, which is proportional to the logarithm of one more than its
    /// rows.</summary>
    /// <param name="block">Which of <see cref="TableEncoding.ConditionBlocks"/>.</param>
    public IReadOnlyList<double> Shares(int block) => _shares[block];

    /// <summary>Draws conditions and rows.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="rows">Where the rows' numbers go.</param>
    /// <param name="conditions">Where the conditions go: for each row <see cref="TableEncoding.ConditionWidth"/> numbers.</param>
    public void Draw(Random random, Span<int> rows, Span<float> conditions)
    {
        ArgumentNullException.ThrowIfNull(random);
        conditions.Clear();
        var order = new int[_blocks.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var first = random.Next(_blocks.Length);
            var candidates = _rows[first][Category(_shares[first], random.NextDouble())];
            rows[i] = candidates[random.Next(candidates.Length)];
            var condition = conditions.Slice(i * _encoding.ConditionWidth, _encoding.ConditionWidth);
            Ask(first, rows[i], condition);
            if (_blocks.Length == 1 || random.NextDouble() >= _severalShare)
                continue;
            for (var k = 0; k < order.Length; k++)
                order[k] = k;
            random.Shuffle(order);
            // The first drawn may be among them: then there is one less.
            var more = 1 + random.Next(_blocks.Length - 1);
            foreach (var block in order.AsSpan(0, more))
                Ask(block, rows[i], condition);
        }
    }

    private void Ask(int block, int row, Span<float> condition) =>
        condition[_blocks[block].BlockStart + Place(_blocks[block], _values[block][row])] = 1;

    private static int Place(ColumnEncoding block, double value) => double.IsNaN(value) ? block.Block - 1 : (int)value;

    private static int[][] Rows(ColumnEncoding block, double[] values)
    {
        var rows = Enumerable.Range(0, block.Block).Select(_ => new List<int>()).ToArray();
        for (var row = 0; row < values.Length; row++)
            rows[Place(block, values[row])].Add(row);
        return [.. rows.Select(r => r.ToArray())];
    }

    private static double[] LogShares(int[][] rows)
    {
        double[] logs = [.. rows.Select(r => Math.Log(1 + r.Length))];
        var sum = logs.Sum();
        return [.. logs.Select(l => l / sum)];
    }

    private static int Category(double[] shares, double draw)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            draw -= shares[i];
            if (draw < 0)
                return i;
        }

        return Array.FindLastIndex(shares, s => s > 0);
    }
}
