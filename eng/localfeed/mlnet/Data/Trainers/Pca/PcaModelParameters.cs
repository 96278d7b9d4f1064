using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(PcaModelParameters), null, typeof(SignatureLoadModel), "PCA anomaly model", "pcaAnomExec")]

namespace Microsoft.ML.Trainers;

public sealed class PcaModelParameters : ModelParametersBase<float>, IScorer
{
    private static readonly VersionInfo Version = Models.Version("PCA ANOM", "pcaAnomExec");

    private readonly float[][] _vectors;
    private readonly float[] _mean;

    internal PcaModelParameters(float[][] vectors, float[] mean)
    {
        _vectors = vectors;
        _mean = mean;
    }

    int IScorer.FeatureCount => _mean.Length;

    int IScorer.ScoreCount => 1;

    public void GetEigenVectors(ref VBuffer<float>[] vectors, out int rank)
    {
        rank = _vectors.Length;
        vectors = Array.ConvertAll(_vectors, vector => new VBuffer<float>(vector.Length, (float[])vector.Clone()));
    }

    public void GetMean(ref VBuffer<float> mean) => VBuffer<float>.Copy(_mean, 0, ref mean, _mean.Length);

    void IScorer.Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        Span<float> centered = features.Length <= 1024 ? stackalloc float[features.Length] : new float[features.Length];
        for (var i = 0; i < centered.Length; i++)
            centered[i] = features[i] - _mean[i];
        var total = Vectors.Dot(centered, centered);
        float explained = 0;
        foreach (var vector in _vectors)
        {
            var projection = Vectors.Dot(vector, centered);
            explained += projection * projection;
        }
        scores[0] = total > 0 ? MathF.Sqrt(Math.Clamp((total - explained) / total, 0, 1)) : 0;
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WriteArray(_mean);
        ctx.Writer.Write(_vectors.Length);
        foreach (var vector in _vectors)
            ctx.Writer.WriteArray(vector);
    }

    private static PcaModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var mean = ctx.Reader.ReadSingles();
        var vectors = new float[ctx.Reader.ReadInt32()][];
        for (var k = 0; k < vectors.Length; k++)
            vectors[k] = ctx.Reader.ReadSingles();
        return new PcaModelParameters(vectors, mean);
    }
}
