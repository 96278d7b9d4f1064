namespace AnomalyOnATable;

/// <summary>What the detector says of a row.</summary>
internal sealed class Finding
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }

    public float Probability { get; set; }
}
