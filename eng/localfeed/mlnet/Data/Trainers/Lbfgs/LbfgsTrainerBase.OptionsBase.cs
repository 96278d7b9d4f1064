namespace Microsoft.ML.Trainers;

public abstract partial class LbfgsTrainerBase<TOptions, TTransformer, TModel>
{
    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        public float L2Regularization = 1;

        public float L1Regularization = 1;

        public float OptimizationTolerance = 1E-07f;

        public int HistorySize = 20;

        public int MaximumNumberOfIterations = int.MaxValue;

        public float StochasticGradientDescentInitilaizationTolerance;

        public bool Quiet;

        public float InitialWeightsDiameter;

        public int? NumberOfThreads;

        public bool DenseOptimizer;

        public bool EnforceNonNegativity;
    }
}
