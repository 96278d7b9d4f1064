using Microsoft.ML.Data;

namespace AnomalyOnATable;

/// <summary>A row of breastw.csv: nine readings of a cell sample, from 1 to 10, and whether it was malignant.</summary>
internal sealed class Biopsy
{
    [LoadColumn(0, 8), VectorType(9)]
    public float[] Features { get; set; } = [];

    [LoadColumn(9)]
    public float Label { get; set; }
}
