namespace Microsoft.ML.Trainers;

/// <summary>max(0, margin - y · output), where y is 1 for a positive label and -1 otherwise.</summary>
public sealed class HingeLoss : ISupportSdcaClassificationLoss
{
    private readonly float _margin;

    public HingeLoss(float margin = 1)
    {
        _margin = margin;
    }

    public double Loss(float output, float label) => Math.Max(0, _margin - (label > 0 ? output : -output));

    public float Derivative(float output, float label) => label > 0
        ? (_margin > output ? -1 : 0)
        : (_margin > -output ? 1 : 0);

    public float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared) => 1 / scaledFeaturesNormSquared;

    public float DualUpdate(float output, float label, float alpha, float invariant, int maxNumThreads)
    {
        var sign = label > 0 ? 1 : -1;
        var next = Math.Clamp(((_margin - (sign * output)) * invariant / maxNumThreads) + (sign * alpha), 0, 1);
        return (sign * next) - alpha;
    }

    public double DualLoss(float label, float dual)
    {
        var scaled = label > 0 ? dual : -dual;
        return scaled is >= 0 and <= 1 ? _margin * scaled : double.NegativeInfinity;
    }
}
