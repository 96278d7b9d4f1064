using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(MaximumEntropyModelParameters), null, typeof(SignatureLoadModel), "Maximum entropy model", "MultiClassLRExec")]

namespace Microsoft.ML.Trainers;

/// <summary>A linear multiclass model whose scores are probabilities.</summary>
public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    private static readonly VersionInfo Version = Models.Version("MULTI LR", "MultiClassLRExec");

    internal MaximumEntropyModelParameters(float[][] weights, float[] biases) : base(weights, biases)
    {
    }

    private protected override void Activate(Span<float> scores) => Vectors.Softmax(scores);

    private protected override void SaveModel(ModelSaveContext ctx) => SaveLinear(ctx, Version);

    private static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (weights, biases) = ReadLinear(ctx, Version);
        return new MaximumEntropyModelParameters(weights, biases);
    }
}
