using System.Globalization;
using Gan.MLNet.Batching;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet.Generation;

/// <summary>Turns seeds, and what else a generator takes, into samples.</summary>
internal sealed class GeneratorRowScorer : RowScorer
{
    private readonly GeneratorSession _session;
    private readonly BundleManifest _manifest;
    private readonly GeneratedKind _kind;
    private readonly Func<Key> _key;
    private readonly SampleReader? _codeReader;
    private readonly SampleReader? _latentReader;
    private readonly Key[] _keys;
    private readonly long[] _labels;
    private readonly string[] _texts;
    private readonly float[] _latents,
        _codes,
        _samples;

    public GeneratorRowScorer(
        GeneratorSession session,
        BundleManifest manifest,
        GeneratorOptions options,
        DataViewRow row,
        GeneratorColumns columns,
        int capacity
    )
    {
        _session = session;
        _manifest = manifest;
        _kind = options.OutputKind;
        _keys = new Key[capacity];
        _samples = new float[capacity * session.SampleSize];
        _labels = new long[session.LabelCount > 0 ? capacity : 0];
        _codes = new float[capacity * session.CodeWidth];
        _texts = new string[session.TakesText ? capacity : 0];
        if (columns.Code is { } code)
            _codeReader = SampleReader.Create(row, code, session.CodeWidth, null, capacity);

        _latents = new float[columns.Latent is null ? capacity * session.LatentSize : 0];
        if (columns.Latent is { } latent)
            _latentReader = SampleReader.Create(row, latent, session.LatentSize, null, capacity);

        // A row that is in no sequence has position -1 in some sources; it counts as the first.
        Func<ulong>? seed = columns.Seed is { } seeds ? SeedReader(row, seeds) : null;
        Func<(ulong, long)> place = seed is not null ? () => (seed(), 0) : () => (options.Seed, Math.Max(0, row.Position));
        Func<(long Label, string? Problem)>? label = columns.Label is { } labels ? LabelReader(row, labels) : null;
        Func<float> truncation = columns.Truncation is { } bounds
            ? Reader<float, float>(row, bounds, value => value)
            : () => options.Truncation;
        IReadOnlyList<string> examples = manifest.Latent!.Text?.Examples ?? [""];
        Func<string> text = columns.Text is { } texts
            ? Reader<ReadOnlyMemory<char>, string>(row, texts, value => value.ToString())
            : () => examples[(int)(Math.Max(0, row.Position) % examples.Count)];
        _key = () =>
        {
            (ulong number, long position) = place();
            (long known, string? problem) =
                label?.Invoke() ?? (session.LabelCount > 0 ? Math.Max(0, row.Position) % session.LabelCount : 0, null);
            float bound = truncation();
            if (!(bound >= LatentSampler.SmallestTruncation))
            {
                problem ??= string.Create(
                    CultureInfo.InvariantCulture,
                    $"Column '{columns.Truncation!.Value.Name}', row {row.Position} (counted from 0): the truncation is {bound}; "
                        + $"it must be at least {LatentSampler.SmallestTruncation:0.##}."
                );
            }

            return new Key(number, position, known, bound, text(), problem);
        };
    }

    public override bool Read(int slot)
    {
        Key key = _key();
        bool changed = _keys[slot] != key;
        _keys[slot] = key;
        return (_codeReader?.Read(slot) ?? false) | (_latentReader?.Read(slot) ?? false) | changed;
    }

    public override void Score(int count)
    {
        (int size, int width) = (_session.LatentSize, _session.CodeWidth);
        for (int i = 0; i < count; i++)
        {
            Key key = _keys[i];
            if (_labels.Length > 0)
                _labels[i] = key.Label;
            if (_texts.Length > 0)
                _texts[i] = key.Text;
            float truncation = key.Problem is null ? key.Truncation : float.PositiveInfinity;
            if (_latentReader is null)
                LatentSampler.Fill(
                    _manifest.Latent!.Distribution,
                    key.Seed,
                    key.Row,
                    truncation,
                    _latents.AsSpan(i * size, size)
                );
            if (width > 0 && _codeReader is null)
                CodeSampler.Fill(_manifest.Latent!.Code!, key.Seed, key.Row, _codes.AsSpan(i * width, width));
        }

        _session.Generate(
            _latentReader is null ? _latents.AsSpan(0, count * size) : _latentReader.Samples(count),
            _labels.AsSpan(0, _labels.Length > 0 ? count : 0),
            _codeReader is null ? _codes.AsSpan(0, count * width) : _codeReader.Samples(count),
            _texts.AsSpan(0, _texts.Length > 0 ? count : 0),
            _samples.AsSpan(0, count * _session.SampleSize)
        );
    }

    public override void CheckRow(int slot)
    {
        if (_keys[slot].Problem is { } problem)
            throw new GanException(problem);
        _codeReader?.Check(slot);
        _latentReader?.Check(slot);
    }

    public override Delegate MakeGetter(int output, Func<int> slot) =>
        _kind is GeneratedKind.Image
            ? ImageOutput.Getter(_samples, _session.SampleSize, PixelLayout.Of(_manifest.Data)!, slot)
            : VectorOutput.Getter(_samples, _session.SampleSize, slot);

    private Func<(long Label, string? Problem)> LabelReader(DataViewRow row, DataViewSchema.Column column)
    {
        IReadOnlyList<string> names = _manifest.Data.Labels!;
        Dictionary<string, long> places = names
            .Select((name, place) => (name, place))
            .ToDictionary(p => p.name, p => (long)p.place);
        Func<string?> read = ClassColumn.Find(row.Schema, column.Name).Reader(row);
        return () =>
            read() is { } name && places.TryGetValue(name, out long place)
                ? (place, null)
                : (
                    0,
                    $"Column '{column.Name}', row {row.Position} (counted from 0): "
                        + $"{(read() is { } other ? $"'{other}'" : "a missing value")} is none of the bundle's classes: "
                        + $"{string.Join(", ", names)}."
                );
    }

    // A negative seed keeps its 64-bit two's complement, so -1 is the same seed as an Int32 and as an Int64.
    private static Func<ulong> SeedReader(DataViewRow row, DataViewSchema.Column column) =>
        column.Type.RawType switch
        {
            Type t when t == typeof(ulong) => Reader<ulong, ulong>(row, column, value => value),
            Type t when t == typeof(long) => Reader<long, ulong>(row, column, value => unchecked((ulong)value)),
            Type t when t == typeof(uint) => Reader<uint, ulong>(row, column, value => value),
            _ => Reader<int, ulong>(row, column, value => unchecked((ulong)value)),
        };

    private static Func<TResult> Reader<T, TResult>(DataViewRow row, DataViewSchema.Column column, Func<T, TResult> convert)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }

    /// <summary>What decides a row's sample, its code aside.</summary>
    private readonly record struct Key(ulong Seed, long Row, long Label, float Truncation, string Text, string? Problem);
}

/// <summary>The input columns of a generator, as far as it has them.</summary>
internal sealed record GeneratorColumns(
    DataViewSchema.Column? Seed,
    DataViewSchema.Column? Label,
    DataViewSchema.Column? Code,
    DataViewSchema.Column? Truncation,
    DataViewSchema.Column? Text,
    DataViewSchema.Column? Latent
);
