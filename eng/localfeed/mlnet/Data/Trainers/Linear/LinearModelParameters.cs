namespace Microsoft.ML.Trainers;

/// <summary>A weight for each feature, and a bias.</summary>
public abstract class LinearModelParameters : ModelParametersBase<float>, IScorer
{
    private readonly float[] _weights;

    private protected LinearModelParameters(float[] weights, float bias)
    {
        _weights = weights;
        Bias = bias;
    }

    public IReadOnlyList<float> Weights => _weights;

    public float Bias { get; protected internal set; }

    int IScorer.FeatureCount => _weights.Length;

    int IScorer.ScoreCount => 1;

    void IScorer.Score(ReadOnlySpan<float> features, Span<float> scores) => scores[0] = Bias + Vectors.Dot(_weights, features);

    private protected void SaveLinear(ModelSaveContext ctx, VersionInfo version)
    {
        ctx.SetVersionInfo(version);
        ctx.Writer.Write(Bias);
        Data.Models.WriteArray(ctx.Writer, _weights);
    }
}
