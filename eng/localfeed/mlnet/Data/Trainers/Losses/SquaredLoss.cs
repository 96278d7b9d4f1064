namespace Microsoft.ML.Trainers;

/// <summary>(output - label)²</summary>
public sealed class SquaredLoss : ISupportSdcaRegressionLoss
{
    public double Loss(float output, float label) => Math.Pow(output - label, 2);

    public float Derivative(float output, float label) => 2 * (output - label);

    public float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared) => 1 / (0.5f + scaledFeaturesNormSquared);

    public float DualUpdate(float output, float label, float dual, float invariant, int maxNumThreads) =>
        (label - output - (dual / 2)) * invariant / maxNumThreads;

    public double DualLoss(float label, float dual) => dual * (label - (dual / 4.0));
}
