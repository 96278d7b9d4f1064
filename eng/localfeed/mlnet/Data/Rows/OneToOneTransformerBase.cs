using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A transformer each of whose columns is computed from one input column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase(IHost host, (string Output, string Input)[] pairs) : base(host)
    {
        Pairs = pairs;
    }

    private protected (string Output, string Input)[] Pairs { get; }

    private protected sealed override IReadOnlyList<AddedColumn> AddColumns(DataViewSchema inputSchema) =>
        [.. Pairs.Select((pair, index) => MakeColumn(index, pair.Output, inputSchema.Find(nameof(inputSchema), "input", pair.Input)))];

    private protected abstract AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input);
}
