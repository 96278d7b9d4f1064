using Microsoft.ML;

namespace Gan.MLNet.Batching;

/// <summary>What adds columns to each row: what views, cursors and mapped rows need of a transformer.</summary>
internal interface IRowComputation
{
    /// <summary>How many rows a cursor reads ahead.</summary>
    int WindowRows { get; }

    /// <summary>The input columns that the added columns are computed from, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema);

    /// <summary>The columns that are added.</summary>
    DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema);

    /// <summary>Makes the object that computes rows for one cursor or one mapped row.</summary>
    /// <param name="inputs">The columns from <see cref="FindInputs"/>.</param>
    /// <param name="row">The cursor or row whose current values are read.</param>
    /// <param name="capacity">How many rows it holds at once.</param>
    RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity);
}
