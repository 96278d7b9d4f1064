using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(LogisticModel), null, typeof(SignatureLoadModel), "Calibrated linear model", "FeatWCaliPredExec")]

namespace Microsoft.ML.Calibrators;

/// <summary>A linear model with a sigmoid on its score.</summary>
internal sealed class LogisticModel : CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, IScorer, ICanSaveModel
{
    private static readonly VersionInfo Version = Models.Version("FWCALPRD", "FeatWCaliPredExec");

    internal LogisticModel(LinearBinaryModelParameters model, PlattCalibrator calibrator) : base(model, calibrator)
    {
    }

    int IScorer.FeatureCount => ((IScorer)SubModel).FeatureCount;

    int IScorer.ScoreCount => 1;

    /// <summary>A model whose score is the log odds already.</summary>
    public static LogisticModel Create(float[] weights, float bias) =>
        new(new LinearBinaryModelParameters(weights, bias), new PlattCalibrator(-1, 0));

    void IScorer.Score(ReadOnlySpan<float> features, Span<float> scores) => ((IScorer)SubModel).Score(features, scores);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.SaveModel(SubModel, "Predictor");
        ctx.SaveModel(Calibrator, "Calibrator");
    }

    private static LogisticModel Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        ctx.LoadModel<LinearBinaryModelParameters, SignatureLoadModel>(env, out var model, "Predictor");
        ctx.LoadModel<PlattCalibrator, SignatureLoadModel>(env, out var calibrator, "Calibrator");
        return new LogisticModel(model, calibrator);
    }
}
