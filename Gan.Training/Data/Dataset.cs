using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Detection;
using Gan.Training.Tables;
using Microsoft.ML;

namespace Gan.Training.Data;

/// <summary>Samples of one shape, with their labels, value range and origin.</summary>
/// <remarks>Numbers lie in memory as floats; the pictures of published sets as bytes; the pictures of a folder are decoded from
/// their files as they are asked for. Immutable, and safe to share between threads.</remarks>
public sealed partial class Dataset
{
    private readonly SampleSource _samples;
    private readonly int[]? _labels;
    private readonly IReadOnlyList<string>? _labelNames;

    /// <summary>Wraps samples that are already in memory. The arrays are not copied; do not change them afterwards.</summary>
    /// <param name="name">What the data set is called, for messages and provenance.</param>
    /// <param name="shape">Shape of one sample without the batch: channels, height, width for pictures; length for
    /// vectors.</param>
    /// <param name="samples">Every sample, one after the other, row-major.</param>
    /// <param name="labels">One label per sample, negative where a sample has none; or null.</param>
    /// <param name="range">The values a sample may take; networks see it mapped to [-1, 1].</param>
    /// <param name="source">Where the data come from; the name when null.</param>
    /// <param name="licence">Under which licence they are used; "not stated" when null.</param>
    /// <param name="labelNames">What each label stands for: the name of label i at place i. A label without one is called by its
    /// number.</param>
    /// <param name="allowMissing">Whether NaN stands for a missing value instead of being refused. Only detectors take such
    /// data.</param>
    /// <exception cref="GanException">Sizes disagree, the range is empty, or a value is not finite or outside the
    /// range.</exception>
    public Dataset(
        string name,
        IReadOnlyList<int> shape,
        float[] samples,
        int[]? labels,
        ValueRange range,
        string? source = null,
        string? licence = null,
        IReadOnlyList<string>? labelNames = null,
        bool allowMissing = false
    )
        : this(name, shape, Wrapped(samples, shape), labels, range, source, licence, labelNames) => Check(samples, allowMissing);

    /// <summary>Samples from a source whose values are known to suit.</summary>
    internal Dataset(
        string name,
        IReadOnlyList<int> shape,
        SampleSource samples,
        int[]? labels,
        ValueRange range,
        string? source = null,
        string? licence = null,
        IReadOnlyList<string>? labelNames = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(range);
        Name = name;
        Shape = [.. shape];
        Range = range;
        Source = source ?? name;
        Licence = licence ?? "not stated";
        _samples = samples;
        _labels = labels;
        _labelNames = labelNames;
        Classes = labels is null ? [] : [.. labels.Where(l => l >= 0).Distinct().Order()];
    }

    /// <summary>What the data set is called.</summary>
    public string Name { get; }

    /// <summary>Shape of one sample without the batch: channels, height, width for pictures; length for vectors.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Numbers in one sample: the product of <see cref="Shape"/>.</summary>
    public int SampleSize => _samples.Size;

    /// <summary>How many samples there are.</summary>
    public int Count => _samples.Count;

    /// <summary>The values a sample may take.</summary>
    public ValueRange Range { get; }

    /// <summary>Where the data come from.</summary>
    public string Source { get; }

    /// <summary>Under which licence they are used.</summary>
    public string Licence { get; }

    /// <summary>The table that the samples are the encoded rows of (<see cref="TableEncoding.ToDataset"/>); otherwise
    /// null.</summary>
    public EncodedTable? Table { get; init; }

    /// <summary>What the rows are called, such as their files; null where they have no names.</summary>
    public RowNames? RowNames { get; init; }

    /// <summary>The images that a translator makes the samples of; null where the samples stand alone.</summary>
    /// <exception cref="GanException">They are said to be pairs and are not as many as the samples.</exception>
    public SourceImages? SourceImages
    {
        get;
        init =>
            field =
                value is { ArePaired: true } && value.Images.Count != Count
                    ? throw new GanException(
                        $"The data set '{Name}' has {Count} images, and the {value.Images.Count} of '{value.Images.Name}' are to "
                            + "be their sources, one each: give as many of both, or say that they are no pairs."
                    )
                    : value;
    }

    /// <summary>What each sample shows, in words, for recipes that make pictures of words; null where nothing is said.</summary>
    /// <exception cref="GanException">They are not as many as the samples.</exception>
    public IReadOnlyList<string>? Captions
    {
        get;
        init =>
            field =
                value is not null && value.Count != Count
                    ? throw new GanException(
                        $"The data set '{Name}' has {Count} samples but {value.Count} captions. Give one for each."
                    )
                    : value;
    }

    /// <summary>The rows as they were before their columns were scaled for a detector; otherwise null.</summary>
    internal ScaledColumns? Scaled { get; init; }

    /// <summary>What was recognised in the file that the rows were read from; null where there was none.</summary>
    public TableDescription? Description { get; init; }

    /// <summary>Every sample, one after the other, row-major, in the data's own range.</summary>
    /// <remarks>Costs nothing where they lie in memory as floats. Bytes and picture files are converted each time, into four
    /// bytes a value: take <see cref="Sample"/> for large ones.</remarks>
    /// <exception cref="GanException">They are more than one array holds, or a picture cannot be decoded.</exception>
    public ReadOnlyMemory<float> Samples => _samples is FloatSamples floats ? floats.Values : ToArray(0, Count);

    /// <summary>One label per sample, or null where the data have none.</summary>
    public IReadOnlyList<int>? Labels => _labels;

    /// <summary>The distinct labels in rising order; a negative label means that the row has none. Empty where there are no
    /// labels.</summary>
    /// <remarks>Networks know a class by its place in this list.</remarks>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>What each of <see cref="Classes"/> is called, in the same order: the names given, else the label's number as
    /// text. Null where there are no labels.</summary>
    public IReadOnlyList<string>? ClassNames => _labels is null ? null : [.. Classes.Select(LabelName)];

    /// <summary>What the class of a row is called; null where the row has none.</summary>
    internal string? ClassNameOf(int row) => _labels is { } labels && labels[row] >= 0 ? LabelName(labels[row]) : null;

    /// <summary>What the names of classes are, for messages.</summary>
    internal string ClassWords { get; init; } = "labels";

    /// <summary>Whether any value is missing (NaN).</summary>
    public bool HasMissing => _samples is FloatSamples floats && floats.Values.AsSpan().IndexOf(float.NaN) >= 0;

    /// <summary>Whether samples are but copied when they are read; otherwise they are worth reading ahead.</summary>
    internal bool IsInMemory => _samples.IsInMemory;

    /// <summary>The same samples without their labels.</summary>
    public Dataset WithoutLabels() =>
        new(Name, Shape, _samples, null, Range, Source, Licence)
        {
            RowNames = RowNames,
            SourceImages = SourceImages,
            Captions = Captions,
            Table = Table,
            Scaled = Scaled,
            Description = Description,
        };

    /// <summary>The same samples with what each shows, in words.</summary>
    /// <param name="captions">One caption a sample.</param>
    /// <exception cref="GanException">They are not as many as the samples.</exception>
    public Dataset WithCaptions(IReadOnlyList<string> captions) =>
        new(Name, Shape, _samples, _labels, Range, Source, Licence, _labelNames)
        {
            RowNames = RowNames,
            SourceImages = SourceImages,
            Captions = captions,
        };

    /// <summary>The same samples as what a translator makes of other images.</summary>
    /// <param name="sources">The images.</param>
    /// <exception cref="GanException">They are said to be pairs and are not as many as the samples.</exception>
    public Dataset WithSourceImages(SourceImages sources) =>
        new(Name, Shape, _samples, _labels, Range, Source, Licence, _labelNames)
        {
            RowNames = RowNames,
            SourceImages = sources,
            Captions = Captions,
        };

    /// <summary>One sample, in the data's own range.</summary>
    /// <param name="row">Its number, from 0.</param>
    /// <exception cref="GanException">It is a picture that cannot be decoded.</exception>
    public ReadOnlySpan<float> Sample(int row) =>
        _samples is FloatSamples floats ? floats.Values.AsSpan(row * SampleSize, SampleSize) : ToArray(row, 1);

    /// <summary>Writes one sample where it is wanted, in the data's own range.</summary>
    internal void CopyTo(int row, Span<float> sample) => _samples.Read(row, sample);

    /// <summary>Writes several samples, one after the other.</summary>
    internal void CopyTo(ReadOnlySpan<int> rows, float[] samples) => _samples.Read(rows, samples);

    /// <summary>How picture files become samples; null where samples are what they are.</summary>
    internal string? Reading => _samples.Reading;

    /// <summary>Adds several samples, or the files they are read from, to a hash.</summary>
    internal void AddTo(ContentHash hash, ReadOnlySpan<int> rows) => _samples.AddTo(hash, rows);

    /// <summary>A copy of neighbouring samples.</summary>
    internal float[] ToArray(int start, int count)
    {
        var samples = SampleSource.Allocate<float>(count, SampleSize);
        CopyTo([.. Enumerable.Range(start, count)], samples);
        return samples;
    }

    /// <summary>For each row the place of its label in <see cref="Classes"/>, -1 where it has none; null where there are no
    /// labels.</summary>
    internal long[]? ClassNumbers()
    {
        if (_labels is null)
            return null;
        var places = Classes.Select((label, place) => (label, place)).ToDictionary(p => p.label, p => (long)p.place);
        return [.. _labels.Select(l => l < 0 ? -1 : places[l])];
    }

    /// <summary>A new data set of some of the rows, in the order given, with the source images of those rows where they are
    /// paired. Floats are copied; bytes and files are shared.</summary>
    /// <param name="rows">Row numbers from 0; a row may be taken more than once.</param>
    /// <exception cref="GanException">They are floats, and more than one array holds.</exception>
    public Dataset Select(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var labels = _labels is null ? null : rows.Select(r => _labels[r]).ToArray();
        return new Dataset(Name, Shape, _samples.Select([.. rows]), labels, Range, Source, Licence, _labelNames)
        {
            Table = Table is { } table ? table with { Table = table.Table.Select(rows) } : null,
            ClassWords = ClassWords,
            RowNames = RowNames is { } names ? names with { Values = [.. rows.Select(r => names.Values[r])] } : null,
            Captions = Captions is { } captions ? [.. rows.Select(r => captions[r])] : null,
            SourceImages = SourceImages is { ArePaired: true } pairs
                ? pairs with
                {
                    Images = pairs.Images.Select(rows),
                }
                : SourceImages,
        };
    }

    /// <summary>The rows whose label satisfies a condition.</summary>
    /// <param name="keep">The condition on the label.</param>
    /// <exception cref="GanException">The data set has no labels.</exception>
    public Dataset Where(Func<int, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var labels = _labels ?? throw new GanException($"The data set '{Name}' has no labels to choose rows by.");
        return Select([.. Enumerable.Range(0, Count).Where(i => keep(labels[i]))]);
    }

    /// <summary>Splits at random into two data sets that share no row.</summary>
    /// <param name="testFraction">The share of rows in the second data set, in (0, 1).</param>
    /// <param name="seed">The same seed gives the same split.</param>
    public (Dataset Training, Dataset Test) Split(double testFraction, int seed)
    {
        if (testFraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(testFraction),
                testFraction,
                "The share of test rows must lie between 0 and 1."
            );
        var rows = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(rows);
        var test = (int)Math.Round(Count * testFraction);
        return (Select(rows[test..]), Select(rows[..test]));
    }

    /// <summary>The data set as an ML.NET view with the column <c>Features</c> (a vector of Single of the sample's shape, in the
    /// data's own range) and, where there are labels, <c>Label</c> (Int32).</summary>
    /// <param name="ml">The context.</param>
    /// <returns>A view that reads the samples lazily.</returns>
    public IDataView ToDataView(MLContext ml) => DatasetDataView.Of(this, ml);

    private string LabelName(int label) =>
        label < (_labelNames?.Count ?? 0) ? _labelNames![label] : label.ToString(CultureInfo.InvariantCulture);

    private static FloatSamples Wrapped(float[] samples, IReadOnlyList<int> shape)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(shape);
        return new FloatSamples(samples, shape.Aggregate(1, (product, n) => checked(product * n)));
    }

    private void Check(float[] samples, bool allowMissing)
    {
        if (SampleSize < 1)
            throw new GanException(
                $"The data set '{Name}' has samples of shape [{string.Join(", ", Shape)}], which hold nothing."
            );
        if (!(Range.Minimum < Range.Maximum))
            throw new GanException($"The data set '{Name}' has the value range {Range}, which is empty.");
        if (samples.Length % SampleSize != 0)
            throw new GanException(
                $"The data set '{Name}' holds {samples.Length} values, which is no multiple of {SampleSize}, the size of one "
                    + $"sample."
            );
        if (_labels is not null && _labels.Length != Count)
            throw new GanException($"The data set '{Name}' has {Count} samples but {_labels.Length} labels.");
        for (var i = 0; i < samples.Length; i++)
        {
            if ((samples[i] >= Range.Minimum && samples[i] <= Range.Maximum) || (allowMissing && float.IsNaN(samples[i])))
                continue;
            throw new GanException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The data set '{Name}' has the value {samples[i]} in row {i / SampleSize + 1}, column {i % SampleSize + 1}; "
                        + $"values must be numbers from {Range}."
                )
            );
        }
    }
}
