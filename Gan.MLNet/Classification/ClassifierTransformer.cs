using Gan.MLNet.Batching;
using Gan.MLNet.Classification;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Gan.MLNet;

/// <summary>
/// Adds each class's probability (a vector of Single) and the predicted label (a key), annotated as ML.NET's own classifiers
/// annotate theirs; <c>mlContext.MulticlassClassification.Evaluate</c> takes them.
/// </summary>
public sealed class ClassifierTransformer : BatchTransformer
{
    internal const string SlotNames = "SlotNames",
        KeyValues = "KeyValues";

    internal static readonly ModelIdentity Identity = new(typeof(ClassifierTransformer), "GANCLASS", "GanClassifier", 0x00010001);

    private readonly ClassifierOptions _options;
    private readonly SharedSession<DiscriminatorSession> _session;

    internal ClassifierTransformer(GanBundle bundle, ClassifierOptions options, SessionSettings settings)
        : base(bundle, settings, options.Images)
    {
        foreach (string name in (string[])[options.InputColumnName, options.ScoreColumnName, options.PredictedLabelColumnName])
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(options));
        if (options.ScoreColumnName == options.PredictedLabelColumnName)
            throw new ArgumentException(
                $"The score and the predicted label cannot both be column '{options.ScoreColumnName}'.",
                nameof(options)
            );
        if (!bundle.HasDiscriminator)
            throw Lacks(bundle, "discriminator", GanBundle.DiscriminatorFile);
        if (bundle.Manifest.Features!.ClassCount == 0)
            throw new GanException(
                $"The discriminator of the bundle ({bundle.Manifest.Method}) does not classify. Train with a recipe that "
                    + $"does, such as sgan."
            );
        if (bundle.Manifest.Score!.LabelCount > 0)
            throw Needs(bundle, "discriminator", "labels");
        _options = options;
        _session = new(() => new DiscriminatorSession(bundle, settings), typeof(ClassifierTransformer));
    }

    /// <summary>The column that is classified: vectors or images.</summary>
    public string InputColumnName => _options.InputColumnName;

    /// <summary>The added column with the probabilities, one slot a class.</summary>
    public string ScoreColumnName => _options.ScoreColumnName;

    /// <summary>The added column with the predicted label.</summary>
    public string PredictedLabelColumnName => _options.PredictedLabelColumnName;

    internal override ModelIdentity ModelIdentity => Identity;

    private protected override int ValuesPerRow => Math.Max(SampleSize, ClassCount);

    private int ClassCount => Bundle.Manifest.Features!.ClassCount;

    internal override ClassifierTransformer Copy() => new(Bundle, _options, Settings);

    internal override DataViewSchema.Column[] FindInputs(DataViewSchema inputSchema) =>
        [InputColumns.FindSamples(inputSchema, InputColumnName, SampleSize, Pixels)];

    internal override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        uint set = ScoreAnnotations.NextSet(inputSchema);
        IReadOnlyList<string> names = Bundle.Manifest.Data.Labels!;
        DataViewSchema.Annotations Annotations(string valueKind, string namesOf) =>
            ScoreAnnotations.Create(ScoreAnnotations.MulticlassClassification, valueKind, set, namesOf, names);
        return
        [
            new(
                ScoreColumnName,
                new VectorDataViewType(NumberDataViewType.Single, ClassCount),
                Annotations(ScoreAnnotations.Score, SlotNames)
            ),
            new(
                PredictedLabelColumnName,
                new KeyDataViewType(typeof(uint), ClassCount),
                Annotations(ScoreAnnotations.PredictedLabel, KeyValues)
            ),
        ];
    }

    internal override RowScorer CreateScorer(DataViewSchema.Column[] inputs, DataViewRow row, int capacity) =>
        new ClassifierRowScorer(_session.Value, SampleReader.Create(row, inputs[0], SampleSize, Pixels, capacity), capacity);

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
    }

    private static ClassifierOptions ReadSettings(BinaryReader reader) =>
        new()
        {
            InputColumnName = reader.ReadString(),
            ScoreColumnName = reader.ReadString(),
            PredictedLabelColumnName = reader.ReadString(),
        };

    /// <summary>ML.NET calls this by name when it loads a model.</summary>
    private static ClassifierTransformer Create(IHostEnvironment environment, object context) =>
        TransformerModel.Load(
            environment,
            context,
            Identity,
            (reader, bundle, settings, images) =>
                new ClassifierTransformer(bundle, ReadSettings(reader) with { Images = images }, settings)
        );
}
