using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(PlattCalibrator), null, typeof(SignatureLoadModel), "Platt calibrator", "PlattCaliExec")]

namespace Microsoft.ML.Calibrators;

/// <summary>The probability 1 / (1 + exp(Slope * score + Offset)).</summary>
public sealed class PlattCalibrator : ICalibrator, ICanSaveModel
{
    private static readonly VersionInfo Version = Models.Version("PLATTCAL", "PlattCaliExec");

    internal PlattCalibrator(double slope, double offset)
    {
        Slope = slope;
        Offset = offset;
    }

    public double Slope { get; }

    public double Offset { get; }

    public float PredictProbability(float output) => float.IsNaN(output) ? output : (float)Trainers.Logistic.Sigmoid(-((Slope * output) + Offset));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(Slope);
        ctx.Writer.Write(Offset);
    }

    private static PlattCalibrator Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new PlattCalibrator(ctx.Reader.ReadDouble(), ctx.Reader.ReadDouble());
    }
}
