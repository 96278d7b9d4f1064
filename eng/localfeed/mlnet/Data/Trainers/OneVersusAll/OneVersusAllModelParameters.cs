using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(OneVersusAllModelParameters), null, typeof(SignatureLoadModel), "One versus all model", "OVAExec")]

namespace Microsoft.ML.Trainers;

/// <summary>A binary model for each class. With probabilities the scores sum to 1.</summary>
public sealed class OneVersusAllModelParameters : ModelParametersBase<VBuffer<float>>, IScorer
{
    private static readonly VersionInfo Version = Models.Version("OVA PRED", "OVAExec");

    private readonly object[] _models;
    private readonly IScorer[] _scorers;
    private readonly ICalibrator?[] _calibrators;
    private readonly bool _useProbabilities;

    internal OneVersusAllModelParameters(object[] models, ICalibrator?[] calibrators, bool useProbabilities)
    {
        _models = models;
        _scorers = Array.ConvertAll(models, model => (IScorer)model);
        _calibrators = calibrators;
        _useProbabilities = useProbabilities;
    }

    int IScorer.FeatureCount => _scorers[0].FeatureCount;

    int IScorer.ScoreCount => _scorers.Length;

    void IScorer.Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        float sum = 0;
        for (var k = 0; k < _scorers.Length; k++)
        {
            _scorers[k].Score(features, scores.Slice(k, 1));
            if (!_useProbabilities)
                continue;
            var calibrator = _calibrators[k] ?? (_models[k] as CalibratedModelParametersBase)?.Calibrator;
            scores[k] = calibrator!.PredictProbability(scores[k]);
            sum += scores[k];
        }
        if (sum > 0)
            foreach (ref var score in scores)
                score /= sum;
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_useProbabilities);
        ctx.Writer.Write(_models.Length);
        for (var k = 0; k < _models.Length; k++)
        {
            ctx.SaveModel(_models[k], Part("Model", k));
            ctx.Writer.Write(_calibrators[k] is not null);
            if (_calibrators[k] is { } calibrator)
                ctx.SaveModel(calibrator, Part("Calibrator", k));
        }
    }

    private static OneVersusAllModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var useProbabilities = ctx.Reader.ReadBoolean();
        var models = new object[ctx.Reader.ReadInt32()];
        var calibrators = new ICalibrator?[models.Length];
        for (var k = 0; k < models.Length; k++)
        {
            ctx.LoadModel<object, SignatureLoadModel>(env, out models[k], Part("Model", k));
            if (!ctx.Reader.ReadBoolean())
                continue;
            ctx.LoadModel<ICalibrator, SignatureLoadModel>(env, out var calibrator, Part("Calibrator", k));
            calibrators[k] = calibrator;
        }
        return new OneVersusAllModelParameters(models, calibrators, useProbabilities);
    }

    private static string Part(string name, int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{index:000}");
}
