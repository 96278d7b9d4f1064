using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

/// <summary>Maps single rows: what a PredictionEngine runs.</summary>
internal sealed class RowMapper(IRowComputation transformer, DataViewSchema inputSchema) : IRowToRowMapper
{
    private readonly ColumnBinding _binding = new(transformer, inputSchema);

    public DataViewSchema InputSchema => _binding.InputSchema;

    public DataViewSchema OutputSchema => _binding.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        _binding.InputsFor(_binding.Activate(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != InputSchema)
            throw new ArgumentException("The row's schema is not the schema that this mapper was made for.", nameof(input));
        return new MappedRow(_binding, input, _binding.Activate(activeColumns));
    }
}
