using Gan.MLNet.Batching;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Training.Trainers;

/// <summary>Checks of the column that trainers learn from.</summary>
internal static class FeatureColumn
{
    /// <summary>Refuses all but vectors of Single of known size, before a row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    public static void Check(IDataView input, string name)
    {
        var column = InputColumns.Find(input.Schema, name);
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw InputColumns.Mismatch(nameof(input), name, "a vector of Single of known size", column.Type.ToString()!);
    }
}
