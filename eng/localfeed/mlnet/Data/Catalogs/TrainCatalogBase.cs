using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public abstract partial class TrainCatalogBase : IInternalCatalog
{
    private protected TrainCatalogBase(IHostEnvironment env, string name)
    {
        Environment = env.RegisterHost(name);
    }

    private protected IHost Environment { get; }

    IHostEnvironment IInternalCatalog.Environment => Environment;

    /// <summary>Fits to all but one fold and scores that one, for each fold.</summary>
    private protected IReadOnlyList<CrossValidationResult<TMetrics>> Validate<TMetrics>(IDataView data, IEstimator<ITransformer> estimator,
        int folds, string? samplingKeyColumn, int? seed, Func<IDataView, TMetrics> evaluate)
        where TMetrics : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(estimator);
        if (folds <= 1)
            throw new ArgumentOutOfRangeException("numberOfFolds", "Must be more than 1");
        var chosen = seed ?? Environment.Rand.Next();
        var results = new List<CrossValidationResult<TMetrics>>();
        for (var fold = 0; fold < folds; fold++)
        {
            Environment.CheckAlive();
            double from = (double)fold / folds, to = (double)(fold + 1) / folds;
            var model = estimator.Fit(RandomSplit.Range(data, chosen, samplingKeyColumn, from, to, complement: true));
            var scored = model.Transform(RandomSplit.Range(data, chosen, samplingKeyColumn, from, to, complement: false));
            results.Add(new CrossValidationResult<TMetrics>(model, evaluate(scored), scored, fold));
        }
        return results;
    }

    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        private protected CatalogInstantiatorBase(TrainCatalogBase owner)
        {
            Owner = owner;
        }

        private protected TrainCatalogBase Owner { get; }

        IHostEnvironment IInternalCatalog.Environment => Owner.Environment;
    }
}
