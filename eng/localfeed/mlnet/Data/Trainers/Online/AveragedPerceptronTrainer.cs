using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class AveragedPerceptronTrainer
    : AveragedLinearTrainer<BinaryPredictionTransformer<LinearBinaryModelParameters>, LinearBinaryModelParameters>
{
    internal AveragedPerceptronTrainer(IHostEnvironment env, Options options)
        : base(env.RegisterHost("AveragedPerceptron"), options, options.LossFunction, LabelKind.Boolean)
    {
    }

    private protected override LinearBinaryModelParameters Train(TrainingSet data)
    {
        var (weights, bias) = Run(data);
        return new LinearBinaryModelParameters(weights, bias);
    }

    private protected override BinaryPredictionTransformer<LinearBinaryModelParameters> MakeTransformer(LinearBinaryModelParameters model,
        DataViewSchema schema, TrainingSet data) =>
        new(Host, model, FeatureColumn.Name, schema[FeatureColumn.Name].Type);

    private protected override IEnumerable<SchemaShape.Column> ScoreColumns(SchemaShape inputSchema) => ScoreShapes.Binary(calibrated: false);

    public sealed class Options : AveragedLinearOptions
    {
        public Options()
        {
            NumberOfIterations = 10;
        }

        public IClassificationLoss LossFunction { get; set; } = new HingeLoss();
    }
}
