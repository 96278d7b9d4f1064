using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Principal components by random projection (Halko, Martinsson and Tropp, 2011). A row's score is the share of its
/// centered length that the components do not explain: 0 normal, 1 abnormal.
/// </summary>
public sealed class RandomizedPcaTrainer : TrainerEstimatorBase<AnomalyPredictionTransformer<PcaModelParameters>, PcaModelParameters>
{
    private readonly Options _options;

    internal RandomizedPcaTrainer(IHostEnvironment env, Options options)
        : base(env.RegisterHost("RandomizedPca"), options.FeatureColumnName, LabelKind.None, null, options.ExampleWeightColumnName)
    {
        if (options.Rank <= 0)
            throw new ArgumentOutOfRangeException(nameof(options), "Rank must be positive");
        if (options.Oversampling < 0)
            throw new ArgumentOutOfRangeException(nameof(options), "Oversampling must be non-negative");
        _options = options;
    }

    public override TrainerInfo Info { get; } = new(caching: false);

    private protected override PcaModelParameters Train(TrainingSet data)
    {
        var size = data.FeatureCount;
        double[] mean = new double[size];
        double total = 0;
        for (var row = 0; row < data.Count; row++)
        {
            total += data.Weights[row];
            if (_options.EnsureZeroMean)
                Vectors.AddScaled(mean, data.Weights[row], data[row]);
        }
        for (var i = 0; i < size; i++)
            mean[i] /= total;
        var rank = Math.Min(_options.Rank, size);
        var random = new Random(_options.Seed ?? Host.Rand.Next());
        var vectors = PrincipalComponents.Find(data, mean, rank, Math.Min(size, rank + _options.Oversampling), random);
        return new PcaModelParameters(Array.ConvertAll(vectors, vector => Vectors.ToSingles(vector)), Vectors.ToSingles(mean));
    }

    private protected override AnomalyPredictionTransformer<PcaModelParameters> MakeTransformer(PcaModelParameters model, DataViewSchema schema,
        TrainingSet data) =>
        new(Host, model, FeatureColumn.Name, schema[FeatureColumn.Name].Type);

    private protected override IEnumerable<SchemaShape.Column> ScoreColumns(SchemaShape inputSchema) => ScoreShapes.Anomaly();

    public sealed class Options : UnsupervisedTrainerInputBaseWithWeight
    {
        public int Rank = 20;

        public int Oversampling = 20;

        public bool EnsureZeroMean = true;

        public int? Seed;
    }
}
