using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(LinearRegressionModelParameters), null, typeof(SignatureLoadModel), "Linear regression model", "LinearRegressionExec")]

namespace Microsoft.ML.Trainers;

public sealed class LinearRegressionModelParameters : RegressionModelParameters
{
    private static readonly VersionInfo Version = Models.Version("LINEAREG", "LinearRegressionExec");

    internal LinearRegressionModelParameters(float[] weights, float bias) : base(weights, bias)
    {
    }

    private protected override void SaveModel(ModelSaveContext ctx) => SaveLinear(ctx, Version);

    private static LinearRegressionModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var bias = ctx.Reader.ReadSingle();
        return new LinearRegressionModelParameters(ctx.Reader.ReadSingles(), bias);
    }
}
