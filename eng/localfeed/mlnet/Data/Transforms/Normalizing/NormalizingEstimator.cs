using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly IHost _host;
    private readonly (string Output, string Input)[] _pairs;
    private readonly long _maximumRows;
    private readonly Func<SlotStatistics, AffineMap> _fit;

    internal NormalizingEstimator(IHostEnvironment env, (string Output, string Input)[] pairs, long maximumRows, Func<SlotStatistics, AffineMap> fit)
    {
        _host = env.RegisterHost(nameof(NormalizingEstimator));
        if (maximumRows <= 1)
            throw new ArgumentOutOfRangeException(nameof(maximumRows), "The maximum number of examples must be greater than 1.");
        _pairs = pairs;
        _maximumRows = maximumRows;
        _fit = fit;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var columns = Array.ConvertAll(_pairs, pair => input.Schema.Find("data", "input", pair.Input));
        foreach (var column in columns)
            NormalizingTransformer.RequireType(column.Type);
        var statistics = Array.ConvertAll(columns, column => new SlotStatistics(column.Type.ValueCount()));
        using var cursor = input.GetRowCursor(columns);
        var readers = columns.Select((column, i) => Reader(cursor, column, statistics[i])).ToArray();
        for (long row = 0; row < _maximumRows && cursor.MoveNext(); row++)
        {
            foreach (var read in readers)
                read();
            if (row % 1024 == 0)
                _host.CheckAlive();
        }
        return new NormalizingTransformer(_host, _pairs, Array.ConvertAll(columns, column => column.Type), Array.ConvertAll(statistics, slot => _fit(slot)));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_pairs.Select(pair =>
        {
            var column = inputSchema.Find(nameof(inputSchema), "input", pair.Input);
            if (column.Kind == SchemaShape.Column.VectorKind.VariableVector || column.IsKey
                || (column.ItemType != NumberDataViewType.Single && column.ItemType != NumberDataViewType.Double))
                throw Errors.Mismatch(nameof(inputSchema), "input", pair.Input,
                    "known-size vector or scalar of Single or Double", column.GetTypeString());
            var annotations = column.Annotations.Where(annotation => annotation.Name == AnnotationNames.SlotNames);
            return new SchemaShape.Column(pair.Output, column.Kind, column.ItemType, false,
                new SchemaShape([.. annotations, AnnotationNames.NormalizedShape()]));
        }));
    }

    private static Action Reader(DataViewRow row, DataViewSchema.Column column, SlotStatistics statistics)
    {
        if (column.Type is not VectorDataViewType vector)
        {
            var getter = Getters.Double(row, column);
            return () =>
            {
                double value = 0;
                getter(ref value);
                statistics.Add(0, value);
            };
        }
        return vector.ItemType == NumberDataViewType.Single ? Each<float>(value => value) : Each<double>(value => value);

        Action Each<T>(Func<T, double> convert)
        {
            var getter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> buffer = default;
            var dense = new T[vector.Size];
            return () =>
            {
                getter(ref buffer);
                buffer.CopyTo(dense);
                for (var i = 0; i < dense.Length; i++)
                    statistics.Add(i, convert(dense[i]));
            };
        }
    }
}
