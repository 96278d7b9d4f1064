using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    private readonly IHost _host;
    private readonly (string Output, string Input)[] _pairs;
    private readonly ReplacementMode _mode;
    private readonly bool _bySlot;

    internal MissingValueReplacingEstimator(IHostEnvironment env, (string Output, string Input)[] pairs, ReplacementMode mode, bool bySlot)
    {
        _host = env.RegisterHost(nameof(MissingValueReplacingEstimator));
        if (mode is not (ReplacementMode.DefaultValue or ReplacementMode.Mean or ReplacementMode.Minimum or ReplacementMode.Maximum))
            throw new ArgumentOutOfRangeException(nameof(mode), $"The replacement mode {mode} is not available.");
        _pairs = pairs;
        _mode = mode;
        _bySlot = bySlot;
    }

    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var columns = Array.ConvertAll(_pairs, pair => Require(input.Schema.Find("inputSchema", "input", pair.Input)));
        var replacements = Array.ConvertAll(columns, column => new double[_bySlot ? Math.Max(1, column.Type.ValueCount()) : 1]);
        if (_mode != ReplacementMode.DefaultValue)
        {
            var sums = Array.ConvertAll(replacements, slots => new SlotSums(slots.Length));
            using var cursor = input.GetRowCursor(columns);
            var readers = columns.Select((column, i) => MissingValueReplacingTransformer.Reader(cursor, column, sums[i].Add)).ToArray();
            while (cursor.MoveNext())
                foreach (var read in readers)
                    read();
            for (var i = 0; i < replacements.Length; i++)
                for (var slot = 0; slot < replacements[i].Length; slot++)
                    replacements[i][slot] = sums[i].Value(slot, _mode);
        }
        return new MissingValueReplacingTransformer(_host, _pairs, replacements);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_pairs.Select(pair =>
        {
            var column = inputSchema.Find(nameof(inputSchema), "input", pair.Input);
            if (column.IsKey || (column.ItemType != NumberDataViewType.Single && column.ItemType != NumberDataViewType.Double))
                throw Errors.Mismatch(nameof(inputSchema), "input", pair.Input, "Single or Double", column.GetTypeString());
            return new SchemaShape.Column(pair.Output, column.Kind, column.ItemType, false, column.Annotations);
        }));
    }

    internal static DataViewSchema.Column Require(DataViewSchema.Column column) =>
        column.Type.Item() == NumberDataViewType.Single || column.Type.Item() == NumberDataViewType.Double
            ? column
            : throw Errors.Mismatch("inputSchema", "input", column.Name, "Single or Double", column.Type.ToString()!);

    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Mean = 1,
        Minimum = 2,
        Maximum = 3,
        Mode = 4
    }

    private sealed class SlotSums(int slots)
    {
        private readonly double[] _sum = new double[slots];
        private readonly double[] _minimum = [.. Enumerable.Repeat(double.PositiveInfinity, slots)];
        private readonly double[] _maximum = [.. Enumerable.Repeat(double.NegativeInfinity, slots)];
        private readonly long[] _count = new long[slots];

        public void Add(int slot, double value)
        {
            if (double.IsNaN(value))
                return;
            slot = Math.Min(slot, slots - 1);
            _sum[slot] += value;
            _minimum[slot] = Math.Min(_minimum[slot], value);
            _maximum[slot] = Math.Max(_maximum[slot], value);
            _count[slot]++;
        }

        public double Value(int slot, ReplacementMode mode) => _count[slot] == 0 ? 0 : mode switch
        {
            ReplacementMode.Mean => _sum[slot] / _count[slot],
            ReplacementMode.Minimum => _minimum[slot],
            _ => _maximum[slot],
        };
    }
}
