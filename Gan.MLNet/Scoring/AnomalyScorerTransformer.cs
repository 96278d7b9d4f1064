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
/// Adds a score (Single; higher is more abnormal), a predicted label (Boolean; true when the score is above the threshold) and,
/// where the bundle says how scores become probabilities, a probability (Single; it never falls as the score rises), annotated as
/// ML.NET's own anomaly detectors annotate theirs; <c>mlContext.AnomalyDetection.Evaluate</c> takes them.
/// </summary>
public sealed class AnomalyScorerTransformer : BatchTransformer
{
    internal static readonly ModelIdentity Identity = new(
        typeof(AnomalyScorerTransformer),
        "GANANOMS",
        "GanAnomalyScorer",
        0x00010002
    );

    private readonly AnomalyScorerOptions _options;
    private readonly SharedSession<DiscriminatorSession> _session;

    internal AnomalyScorerTransformer(GanBundle bundle, AnomalyScorerOptions options, SessionSettings settings)
        : base(bundle, settings, options.Images)
    {
        string[] names = [options.ScoreColumnName, options.PredictedLabelColumnName, options.ProbabilityColumnName];
        ArgumentException.ThrowIfNullOrEmpty(options.InputColumnName);
        foreach (string name in names)
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(options));
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
            throw new ArgumentException(
                $"Score, predicted label and probability cannot share the column '{twice}'.",
                nameof(options)
            );
        if (!bundle.HasDiscriminator)
            throw Lacks(bundle, "discriminator", GanBundle.DiscriminatorFile);
        if (bundle.Manifest.Score!.LabelCount > 0)
            throw Needs(bundle, "discriminator", "labels");
        if (options.Threshold is { } given && float.IsNaN(given))
            throw new ArgumentException("The threshold must be a number, not NaN.", nameof(options));
        _options = options;
        Threshold = options.Threshold ?? (float)bundle.Manifest.Score!.Threshold;
        _session = new(() => new DiscriminatorSession(bundle, settings), typeof(AnomalyScorerTransformer));
    }

    /// <summary>The column that is scored: vectors or images.</summary>
    public string InputColumnName => _options.InputColumnName;

    /// <summary>The added column with the score.</summary>
    public string ScoreColumnName => _options.ScoreColumnName;

    /// <summary>The added column with the predicted label.</summary>
    public string PredictedLabelColumnName => _options.PredictedLabelColumnName;

    /// <summary>The added column with the probability; null where the bundle has no calibration.</summary>
    public string? ProbabilityColumnName => Calibration is null ? null : _options.ProbabilityColumnName;

    /// <summary>A row is called abnormal when its score is above this.</summary>
    public float Threshold { get; }

    internal override ModelIdentity ModelIdentity => Identity;

    private protected override int ValuesPerRow => SampleSize;

    private ScoreCalibration? Calibration => Bundle.Manifest.Score!.Calibration;

    /// <summary>Returns the same scorer with another threshold. It has a network of its own: dispose of both.</summary>
    /// <param name="threshold">A row is called abnormal when its score is above this; infinities are allowed.</param>
    public AnomalyScorerTransformer ChangeThreshold(float threshold) =>
        new(Bundle, _options with { Threshold = threshold }, Settings);

    internal override AnomalyScorerTransformer Copy() => ChangeThreshold(Threshold);

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        [InputColumns.FindSamples(inputSchema, InputColumnName, SampleSize, Pixels)];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        uint set = ScoreAnnotations.NextSet(inputSchema);
        DataViewSchema.DetachedColumn Added(string name, DataViewType type, string valueKind) =>
            new(name, type, ScoreAnnotations.Create(ScoreAnnotations.AnomalyDetection, valueKind, set));
        List<DataViewSchema.DetachedColumn> added =
        [
            Added(ScoreColumnName, NumberDataViewType.Single, ScoreAnnotations.Score),
            Added(PredictedLabelColumnName, BooleanDataViewType.Instance, ScoreAnnotations.PredictedLabel),
        ];
        if (ProbabilityColumnName is { } probability)
            added.Add(Added(probability, NumberDataViewType.Single, ScoreAnnotations.Probability));
        return [.. added];
    }

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new AnomalyRowScorer(
            _session.Value,
            Threshold,
            Calibration,
            SampleReader.Create(row, inputs[0], SampleSize, Pixels, capacity, Bundle.Manifest.Data.AcceptsMissing),
            capacity
        );

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
        writer.Write(_options.ProbabilityColumnName);
        writer.Write(Threshold);
    }

    private static AnomalyScorerOptions ReadSettings(BinaryReader reader) =>
        new()
        {
            InputColumnName = reader.ReadString(),
            ScoreColumnName = reader.ReadString(),
            PredictedLabelColumnName = reader.ReadString(),
            ProbabilityColumnName = reader.ReadString(),
            Threshold = reader.ReadSingle(),
        };

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static AnomalyScorerTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            environment,
            context,
            Identity,
            (reader, bundle, settings, images) =>
                new AnomalyScorerTransformer(bundle, ReadSettings(reader) with { Images = images }, settings)
        );
}
