using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>Weights and a bias for each class.</summary>
public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>, IScorer
{
    private readonly float[][] _weights;
    private readonly float[] _biases;

    private protected LinearMulticlassModelParametersBase(float[][] weights, float[] biases)
    {
        _weights = weights;
        _biases = biases;
    }

    int IScorer.FeatureCount => _weights[0].Length;

    int IScorer.ScoreCount => _weights.Length;

    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = _weights.Length;
        weights = Array.ConvertAll(_weights, row => new VBuffer<float>(row.Length, (float[])row.Clone()));
    }

    public IEnumerable<float> GetBiases() => _biases;

    void IScorer.Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        for (var i = 0; i < _weights.Length; i++)
            scores[i] = _biases[i] + Vectors.Dot(_weights[i], features);
        Activate(scores);
    }

    private protected abstract void Activate(Span<float> scores);

    private protected void SaveLinear(ModelSaveContext ctx, VersionInfo version)
    {
        ctx.SetVersionInfo(version);
        ctx.Writer.WriteArray(_biases);
        foreach (var row in _weights)
            ctx.Writer.WriteArray(row);
    }

    private protected static (float[][] Weights, float[] Biases) ReadLinear(ModelLoadContext ctx, VersionInfo version)
    {
        ctx.CheckAtModel(version);
        var biases = ctx.Reader.ReadSingles();
        return (Array.ConvertAll(biases, _ => ctx.Reader.ReadSingles()), biases);
    }
}
