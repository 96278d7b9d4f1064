using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract partial class SdcaMulticlassTrainerBase<TModel>
    : SdcaTrainerBase<SdcaMulticlassTrainerBase<TModel>.MulticlassOptions, MulticlassPredictionTransformer<TModel>, TModel>
    where TModel : class
{
    private protected SdcaMulticlassTrainerBase(IHostEnvironment env, MulticlassOptions options) : base(env, options, LabelKind.Key)
    {
    }

    private protected override MulticlassPredictionTransformer<TModel> MakeTransformer(TModel model, DataViewSchema schema, TrainingSet data) =>
        new(Host, model, FeatureColumn.Name, schema[FeatureColumn.Name].Type, LabelColumn.Name, schema[LabelColumn.Name]);

    private protected override IEnumerable<SchemaShape.Column> ScoreColumns(SchemaShape inputSchema) =>
        ScoreShapes.Multiclass(inputSchema.Find(nameof(inputSchema), "label", LabelColumn.Name));
}
