using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class LbfgsMaximumEntropyMulticlassTrainer : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options,
    MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options) : base(env, options, LabelKind.Key)
    {
    }

    private protected override MaximumEntropyModelParameters Train(TrainingSet data)
    {
        var (weights, biases) = Minimize(data, data.ClassCount, (label, scores, slopes) =>
        {
            var score = scores[(int)label];
            scores.CopyTo(slopes);
            var logSum = Vectors.Softmax(slopes);
            slopes[(int)label] -= 1;
            return logSum - score;
        });
        return new MaximumEntropyModelParameters(weights, biases);
    }

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> MakeTransformer(
        MaximumEntropyModelParameters model, DataViewSchema schema, TrainingSet data) =>
        new(Host, model, FeatureColumn.Name, schema[FeatureColumn.Name].Type, LabelColumn.Name, schema[LabelColumn.Name]);

    private protected override IEnumerable<SchemaShape.Column> ScoreColumns(SchemaShape inputSchema) =>
        ScoreShapes.Multiclass(inputSchema.Find(nameof(inputSchema), "label", LabelColumn.Name));

    public sealed class Options : OptionsBase
    {
        public bool ShowTrainingStatistics;
    }
}
