using System.Globalization;
using System.Security.Cryptography;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Inference;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Training.Evaluation.Features;

/// <summary>Any ONNX file as a feature network: its description says how samples are prepared, and which outputs are
/// what.</summary>
/// <remarks>Safe for use by several threads at once.</remarks>
public sealed class OnnxFeatureNetwork : IFeatureNetwork
{
    /// <summary>The file's name where a folder is given instead of a file.</summary>
    public const string FileName = "classifier.onnx";

    private const int MaximumBatch = 256;
    private const int BatchValues = 1 << 24;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly FeatureNetworkDescription _description;

    // The rows that a file made for a fixed number of them takes; 0 for any number.
    private readonly int _fixedRows;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The bytes of the ONNX file.</param>
    /// <param name="description">How to use it; when null, what the file's own metadata say.</param>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <exception cref="GanException">ONNX Runtime cannot load it, there is no description, or it does not fit.</exception>
    public OnnxFeatureNetwork(byte[] model, FeatureNetworkDescription? description, string origin)
    {
        ArgumentNullException.ThrowIfNull(model);
        _session = Open(model, origin);
        try
        {
            _description = description ?? FromMetadata(origin);
            if (Inside(model) is { Length: > 0 } inside)
            {
                _session.Dispose();
                _session = Open(OnnxInnerValues.Expose(model, inside), origin);
            }

            RequireNames(model, origin);
            _fixedRows = RequireShape(origin);
        }
        catch
        {
            _session.Dispose();
            throw;
        }

        Protocol =
            $"features '{_description.Features}' of {_description.Name} (SHA-256 "
            + $"{Convert.ToHexStringLower(SHA256.HashData(model))[..16]}), input "
            + $"[{string.Join(", ", _description.Shape)}] "
            + $"{(_description.Shape.Count == 3 ? "resized bilinearly with antialiasing, " : "")}"
            + string.Create(CultureInfo.InvariantCulture, $"values mapped to [{_description.Minimum}, {_description.Maximum}]")
            + (_description.Mean.Count > 0 ? $", less the mean [{Text(_description.Mean)}]" : "")
            + (_description.Deviation.Count > 0 ? $", divided by [{Text(_description.Deviation)}]" : "")
            + (_description.BlueFirst ? ", blue first" : "")
            + (_description.IsStandardInception ? ", said by its user to be the standard Inception network" : "");
    }

    /// <inheritdoc/>
    public string Name => _description.Name;

    /// <inheritdoc/>
    public bool IsStandardInception => _description.IsStandardInception;

    /// <inheritdoc/>
    public string Protocol { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => _description.ClassNames;

    /// <summary>Loads a file.</summary>
    /// <param name="path">An ONNX file, or a folder with a <see cref="FileName"/>. A JSON file beside it with the same name
    /// describes it; where there is none, its own metadata must.</param>
    /// <exception cref="GanException">It is not there, cannot be loaded, or nothing describes it.</exception>
    public static OnnxFeatureNetwork Load(string path)
    {
        var (model, description, origin) = Read(path);
        return new OnnxFeatureNetwork(model, description, origin);
    }

    /// <summary>Reads a file and what stands beside it: the model's bytes, its description where there is a JSON file, and what
    /// messages call it.</summary>
    /// <param name="path">As for <see cref="Load"/>.</param>
    /// <exception cref="GanException">It is not there, or cannot be read.</exception>
    internal static (byte[] Model, FeatureNetworkDescription? Description, string Origin) Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        // The description may be named in place of the network.
        if (Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase))
            file = Path.ChangeExtension(file, ".onnx");
        if (!File.Exists(file))
            throw new GanException($"There is no feature network '{file}'. Name an ONNX file, or a folder with a {FileName}.");
        var json = Path.ChangeExtension(file, ".json");
        try
        {
            var description = File.Exists(json) ? FeatureNetworkDescription.Parse(File.ReadAllText(json), $"'{json}'") : null;
            return (File.ReadAllBytes(file), description, $"'{file}'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The feature network '{file}' cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public FeatureBatch Run(
        ReadOnlyMemory<float> samples,
        IReadOnlyList<int> shape,
        ValueRange range,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(range);
        var preparation = new SamplePreparation(_description, shape, range);
        var sampleSize = shape.Aggregate(1, (product, n) => product * n);
        var inputSize = _description.Shape.Aggregate(1, (product, n) => product * n);
        var count = samples.Length / sampleSize;
        var batch = _fixedRows > 0 ? _fixedRows : Math.Clamp(BatchValues / inputSize, 1, MaximumBatch);
        var (features, probabilities) = (new List<float>(), new List<float>());
        for (var start = 0; start < count; start += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = Math.Min(batch, count - start);
            var input = new float[rows * inputSize];
            void Prepare(int row) =>
                preparation.Prepare(
                    samples.Span.Slice((start + row) * sampleSize, sampleSize),
                    input.AsSpan(row * inputSize, inputSize)
                );
            if (rows == 1)
                Prepare(0);
            else
                Parallel.For(0, rows, Prepare);
            RunBatch(input, rows, features, probabilities);
        }

        if (count == 0 || features.Count == 0)
            throw new GanException($"The feature network '{Name}' was given no samples, or gives no features.");
        return new FeatureBatch(new FeatureMatrix([.. features], features.Count / count), [.. probabilities]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private static InferenceSession Open(byte[] model, string origin)
    {
        OnnxRuntimeLibrary.Load();
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            // Threads that spin while they wait for the next batch take the time that preparing it needs.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new GanException($"The feature network {origin} cannot be loaded: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>What is wanted of the model that it computes and does not give out.</summary>
    private string[] Inside(byte[] model)
    {
        string[] wanted = [.. Wanted.Where(name => !_session.OutputMetadata.ContainsKey(name))];
        return wanted.Length == 0 ? [] : [.. OnnxInnerValues.NamesOf(model).Intersect(wanted)];
    }

    private string[] Wanted => _description.Classes is { } classes ? [_description.Features, classes] : [_description.Features];

    private void RunBatch(float[] input, int rows, List<float> features, List<float> probabilities)
    {
        // A file made for a fixed number of rows gets that number, zeros at the end, whose answers are not looked at.
        var given = _fixedRows > 0 ? _fixedRows : rows;
        if (given > rows)
            Array.Resize(ref input, input.Length / rows * given);
        using var value = OrtValue.CreateTensorValueFromMemory(input, [given, .. _description.Shape.Select(n => (long)n)]);
        try
        {
            using var results = _session.Run(_options, [_description.Input], [value], Wanted);
            features.AddRange(Rows(results[0], _description.Features, rows, given));
            if (_description.Classes is null)
                return;
            var scores = Rows(results[1], _description.Classes, rows, given);
            if (_description.ClassNames.Count is > 0 and var named && named != scores.Length / rows)
                throw new GanException(
                    $"The feature network '{Name}' tells {scores.Length / rows} classes apart, but its description names {named}."
                );
            if (_description.ClassesAreProbabilities)
                probabilities.AddRange(scores);
            else
                for (var row = 0; row < rows; row++)
                    probabilities.AddRange(Softmax(scores.Slice(row * (scores.Length / rows), scores.Length / rows)));
        }
        catch (OnnxRuntimeException e)
        {
            throw new GanException(
                $"The feature network '{Name}' cannot be run on {rows} samples of [{string.Join(", ", _description.Shape)}]: "
                    + $"{e.Message.ReplaceLineEndings(" ")}",
                e
            );
        }
    }

    private ReadOnlySpan<float> Rows(OrtValue result, string name, int rows, int given)
    {
        var shape = result.GetTensorTypeAndShape().Shape;
        if (shape.Length == 0 || shape[0] != given)
            throw new GanException(
                $"The output '{name}' of the feature network '{Name}' is [{string.Join(", ", shape)}] for {given} samples; it "
                    + $"must have a row for each."
            );
        var values = result.GetTensorDataAsSpan<float>();
        return values[..(values.Length / given * rows)];
    }

    private static float[] Softmax(ReadOnlySpan<float> scores)
    {
        var result = new float[scores.Length];
        System.Numerics.Tensors.TensorPrimitives.SoftMax(scores, result);
        return result;
    }

    private FeatureNetworkDescription FromMetadata(string origin)
    {
        var metadata = _session.ModelMetadata.CustomMetadataMap;
        return FeatureNetworkDescription.InMetadata(metadata.GetValueOrDefault(FeatureNetworkDescription.MetadataKey), origin);
    }

    private void RequireNames(byte[] model, string origin)
    {
        Require(_session.InputMetadata, _description.Input, "input", "");
        foreach (var output in Wanted)
            Require(
                _session.OutputMetadata,
                output,
                "output",
                $", and inside {string.Join(", ", OnnxInnerValues.NamesOf(model).TakeLast(10))}"
            );
        if (_session.InputMetadata.Count != 1)
            throw new GanException($"The feature network {origin} has {_session.InputMetadata.Count} inputs, but must have one.");

        void Require(IReadOnlyDictionary<string, NodeMetadata> values, string name, string kind, string more)
        {
            if (!values.TryGetValue(name, out var value))
                throw new GanException(
                    $"The feature network {origin} has no {kind} '{name}'; it has "
                        + $"{string.Join(", ", values.Keys.Take(10))}{more}."
                );
            if (value.ElementDataType != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
                throw new GanException(
                    $"The {kind} '{name}' of the feature network {origin} is {value.ElementDataType}, but must be float32."
                );
        }
    }

    /// <summary>The number of rows that the input is made for; 0 for any number.</summary>
    private int RequireShape(string origin)
    {
        var dimensions = _session.InputMetadata[_description.Input].Dimensions;
        // Free dimensions are told as -1, or 0.
        if (
            dimensions.Length != 1 + _description.Shape.Count
            || dimensions.Skip(1).Zip(_description.Shape, (has, said) => has > 0 && has != said).Any(differs => differs)
        )
        {
            throw new GanException(
                $"The input '{_description.Input}' of the feature network {origin} is "
                    + $"[{string.Join(", ", dimensions.Select(d => d > 0 ? $"{d}" : "any"))}], but its description "
                    + $"says that one sample is [{string.Join(", ", _description.Shape)}]. Correct 'shape' in the "
                    + $"description; the first number of the input is that of samples."
            );
        }

        var rows = Math.Max(0, dimensions[0]);
        if (rows > 1 && _description.Shape.Aggregate((double)rows, (product, n) => product * n) > BatchValues)
        {
            throw new GanException(
                $"The feature network {origin} is made for {rows} samples of [{string.Join(", ", _description.Shape)}] at a "
                    + $"time, more than the {BatchValues} values that "
                    + "are given at once. Export it for fewer, or for any number."
            );
        }

        return rows;
    }

    private static string Text(IEnumerable<double> values) =>
        string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
}
