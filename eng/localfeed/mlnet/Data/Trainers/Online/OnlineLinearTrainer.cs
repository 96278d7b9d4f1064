using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class OnlineLinearTrainer<TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected OnlineLinearTrainer(IHost host, OnlineLinearOptions options, LabelKind labelKind)
        : base(host, options.FeatureColumnName, labelKind, options.LabelColumnName, null)
    {
        if (options.NumberOfIterations <= 0)
            throw new ArgumentOutOfRangeException(nameof(options), "NumberOfIterations must be positive.");
    }
}
