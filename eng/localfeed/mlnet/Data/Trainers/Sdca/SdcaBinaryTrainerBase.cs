using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract partial class SdcaBinaryTrainerBase<TModelParameters>
    : SdcaTrainerBase<SdcaBinaryTrainerBase<TModelParameters>.BinaryOptionsBase, BinaryPredictionTransformer<TModelParameters>, TModelParameters>
    where TModelParameters : class
{
    private protected SdcaBinaryTrainerBase(IHostEnvironment env, BinaryOptionsBase options) : base(env, options, LabelKind.Boolean)
    {
    }

    private protected override BinaryPredictionTransformer<TModelParameters> MakeTransformer(TModelParameters model, DataViewSchema schema, TrainingSet data) =>
        new(Host, model, FeatureColumn.Name, schema[FeatureColumn.Name].Type);
}
