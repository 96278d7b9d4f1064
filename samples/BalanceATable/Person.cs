using Microsoft.ML.Data;

namespace BalanceATable;

/// <summary>A row of pima.csv: eight readings of a person, and whether she has diabetes.</summary>
internal sealed class Person
{
    [LoadColumn(0, 7), VectorType(8)]
    public float[] Features { get; set; } = [];

    [LoadColumn(8)]
    public bool Label { get; set; }
}
