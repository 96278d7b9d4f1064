using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>
/// Adds a score (Single; higher is more abnormal) and a predicted label (Boolean; true when the score is above the
/// threshold), annotated as ML.NET's own anomaly detectors annotate theirs; <c>mlContext.AnomalyDetection.Evaluate</c> takes
/// them.
/// </summary>
public sealed class AnomalyScorerTransformer : BatchTransformer
{
    internal static readonly ModelIdentity Identity =
        new(typeof(AnomalyScorerTransformer), "GANANOMS", "GanAnomalyScorer", 0x00010001);

    private readonly SharedSession<DiscriminatorSession> _session;

    internal AnomalyScorerTransformer(
        GanBundle bundle, string inputColumnName, string scoreColumnName, string predictedLabelColumnName, float? threshold,
        SessionSettings settings)
        : base(bundle, settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(scoreColumnName);
        ArgumentException.ThrowIfNullOrEmpty(predictedLabelColumnName);
        if (scoreColumnName == predictedLabelColumnName)
        {
            throw new ArgumentException(
                $"The score and the predicted label cannot both be column '{scoreColumnName}'.",
                nameof(predictedLabelColumnName));
        }

        if (!bundle.HasDiscriminator)
            throw Lacks(bundle, "discriminator", GanBundle.DiscriminatorFile);
        if (bundle.Manifest.Score!.LabelCount > 0)
            throw Needs(bundle, "discriminator", "labels");
        if (threshold is { } given && float.IsNaN(given))
            throw new ArgumentException("The threshold must be a number, not NaN.", nameof(threshold));
        InputColumnName = inputColumnName;
        ScoreColumnName = scoreColumnName;
        PredictedLabelColumnName = predictedLabelColumnName;
        Threshold = threshold ?? (float)bundle.Manifest.Score!.Threshold;
        _session = new(() => new DiscriminatorSession(bundle, settings), typeof(AnomalyScorerTransformer));
    }

    /// <summary>The vector column that is scored.</summary>
    public string InputColumnName { get; }

    /// <summary>The added column with the score.</summary>
    public string ScoreColumnName { get; }

    /// <summary>The added column with the predicted label.</summary>
    public string PredictedLabelColumnName { get; }

    /// <summary>A row is called abnormal when its score is above this.</summary>
    public float Threshold { get; }

    internal override ModelIdentity ModelIdentity => Identity;

    private protected override int ValuesPerRow => SampleSize;

    /// <summary>Returns the same scorer with another threshold. It has a network of its own: dispose of both.</summary>
    /// <param name="threshold">A row is called abnormal when its score is above this; infinities are allowed.</param>
    public AnomalyScorerTransformer ChangeThreshold(float threshold) =>
        new(Bundle, InputColumnName, ScoreColumnName, PredictedLabelColumnName, threshold, Settings);

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        [InputColumns.FindSamples(inputSchema, InputColumnName, SampleSize)];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        uint set = ScoreAnnotations.NextSet(inputSchema);
        DataViewSchema.Annotations score = ScoreAnnotations.Create(ScoreAnnotations.AnomalyDetection, ScoreAnnotations.Score, set);
        DataViewSchema.Annotations label = ScoreAnnotations.Create(ScoreAnnotations.AnomalyDetection, ScoreAnnotations.PredictedLabel, set);
        return
        [
            new(ScoreColumnName, NumberDataViewType.Single, score),
            new(PredictedLabelColumnName, BooleanDataViewType.Instance, label),
        ];
    }

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new AnomalyRowScorer(_session.Value, Threshold, row, inputs[0], capacity);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _session.Dispose();
    }

    private protected override void WriteSettings(BinaryWriter writer)
    {
        writer.Write(InputColumnName);
        writer.Write(ScoreColumnName);
        writer.Write(PredictedLabelColumnName);
        writer.Write(Threshold);
    }

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static AnomalyScorerTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(environment, context, Identity, (reader, bundle, settings) => new AnomalyScorerTransformer(
            bundle, reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadSingle(), settings));
}
