using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity,
        double upperBound = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        if (!(lowerBound < upperBound))
            throw new ArgumentOutOfRangeException(nameof(upperBound), "The upper bound must be greater than lower bound");
        var column = input.Schema.Find("schema", "input", columnName);
        if (column.Type is not NumberDataViewType and not KeyDataViewType)
            throw Errors.Mismatch("inputSchema", "filter", columnName, "number", column.Type.ToString()!);
        return new FilterView(input, [column], row =>
        {
            var getter = Getters.Double(row, column);
            return () =>
            {
                double value = 0;
                getter(ref value);
                return value >= lowerBound && value < upperBound;
            };
        });
    }

    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(columns);
        var inputs = columns.Select(name => input.Schema.GetColumnOrNull(name)
            ?? throw new ArgumentOutOfRangeException(nameof(columns), $"Source column '{name}' not found")).ToArray();
        return new FilterView(input, inputs, row =>
        {
            var missing = inputs.Select(column => MissingValues.IsMissing(row, column)).ToArray();
            return () => !Array.Exists(missing, isMissing => isMissing());
        });
    }
}
