using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class StochasticTrainerBase<TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected StochasticTrainerBase(IHost host, string featureColumn, LabelKind labelKind, string? labelColumn, string? weightColumn)
        : base(host, featureColumn, labelKind, labelColumn, weightColumn)
    {
    }
}
