namespace Gan.Tests.Packages.MLNet;

/// <summary>What an evaluator reads, and what a prediction engine writes.</summary>
internal sealed class ScoredPoint
{
    public bool Label { get; set; }

    public float Number { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }

    public bool PredictedLabel { get; set; }
}
