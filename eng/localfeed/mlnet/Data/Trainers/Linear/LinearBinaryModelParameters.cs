using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(LinearBinaryModelParameters), null, typeof(SignatureLoadModel), "Linear binary model", "Linear2CExec")]

namespace Microsoft.ML.Trainers;

public sealed class LinearBinaryModelParameters : LinearModelParameters
{
    private static readonly VersionInfo Version = Models.Version("LINEAR2C", "Linear2CExec");

    internal LinearBinaryModelParameters(float[] weights, float bias) : base(weights, bias)
    {
    }

    private protected override void SaveModel(ModelSaveContext ctx) => SaveLinear(ctx, Version);

    private static LinearBinaryModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var bias = ctx.Reader.ReadSingle();
        return new LinearBinaryModelParameters(ctx.Reader.ReadSingles(), bias);
    }
}
