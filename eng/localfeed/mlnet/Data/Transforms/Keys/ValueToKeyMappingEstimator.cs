using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly IHost _host;
    private readonly (string Output, string Input)[] _pairs;
    private readonly int _maximum;
    private readonly KeyOrdinality _ordinality;
    private readonly bool _asText;
    private readonly IDataView? _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, (string Output, string Input)[] pairs, int maximumNumberOfKeys,
        KeyOrdinality ordinality, bool asText, IDataView? keyData)
    {
        _host = env.RegisterHost(nameof(ValueToKeyMappingEstimator));
        if (maximumNumberOfKeys <= 0)
            throw new ArgumentOutOfRangeException(nameof(maximumNumberOfKeys), "It must be positive.");
        if (keyData is not null && keyData.Schema.Count(column => !column.IsHidden) != 1)
            throw new ArgumentException("The key data must have exactly one column.", nameof(keyData));
        _pairs = pairs;
        _maximum = maximumNumberOfKeys;
        _ordinality = ordinality;
        _asText = asText;
        _keyData = keyData;
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var columns = Array.ConvertAll(_pairs, pair => input.Schema.Find("inputSchema", "input", pair.Input));
        var maps = Array.ConvertAll(columns, column => column.Type.Item() is PrimitiveDataViewType item && ValueIO.IsKnown(item) && item is not KeyDataViewType
            ? TermMap.Create(item)
            : throw Errors.Mismatch("inputSchema", "input", column.Name, "a number, text, truth value, date or time", column.Type.ToString()!));
        var source = _keyData ?? input;
        var learnt = _keyData is null ? columns : Array.ConvertAll(columns, column => KeyColumn(_keyData, column));
        using (var cursor = source.GetRowCursor(learnt))
        {
            var learners = learnt.Select((column, i) => maps[i].Learner(cursor, column, _maximum)).ToArray();
            while (cursor.MoveNext())
                foreach (var learn in learners)
                    learn();
        }
        if (_ordinality == KeyOrdinality.ByValue)
            foreach (var map in maps)
                map.Sort();
        return new ValueToKeyMappingTransformer(_host, _pairs, maps, _asText);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_pairs.Select(pair =>
        {
            var column = inputSchema.Find(nameof(inputSchema), "input", pair.Input);
            var values = new SchemaShape.Column(AnnotationNames.KeyValues, SchemaShape.Column.VectorKind.Vector,
                _asText ? TextDataViewType.Instance : column.ItemType, false);
            return new SchemaShape.Column(pair.Output, column.Kind, NumberDataViewType.UInt32, true, new SchemaShape(
                [.. column.Annotations.Where(annotation => annotation.Name == AnnotationNames.SlotNames), values]));
        }));
    }

    private static DataViewSchema.Column KeyColumn(IDataView keyData, DataViewSchema.Column column)
    {
        var found = keyData.Schema.First(candidate => !candidate.IsHidden);
        return found.Type.Item().Equals(column.Type.Item())
            ? found
            : throw Errors.Mismatch("keyData", "key", found.Name, column.Type.Item().ToString()!, found.Type.ToString()!);
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1
    }
}
