using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Training.Data;
using Gan.Training.Networks;
using Gan.Training.Tables;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Writes the networks of a game, and encoders and translators, as ONNX models that take and give the data's own
/// values.</summary>
internal static class NetworkExporter
{
    /// <summary>Writes a generator: inputs <c>z</c> [batch, latent], where it is conditional <c>label</c>, Int64 [batch], where
    /// it takes codes <c>code</c> [batch, code], and where it makes pictures of words <c>text</c> [batch, text]; output <c>x</c>
    /// [batch, ...shape] in the data's range.</summary>
    /// <param name="network">The generator; its output lies in [-1, 1].</param>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="range">The data's value range.</param>
    /// <param name="options">What the file says about itself, and how weights are stored; defaults when null.</param>
    /// <returns>The bytes of an ONNX file.</returns>
    /// <exception cref="Gan.Onnx.GanException">A module in the network cannot be written.</exception>
    public static byte[] WriteGenerator(
        GeneratorNetwork network,
        IReadOnlyList<int> shape,
        ValueRange range,
        NetworkExportOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(range);
        return Write(
            network,
            "generator",
            options,
            model =>
            {
                var z = model.AddInput(
                    "z",
                    OnnxElementType.Float,
                    [network.LatentSize],
                    "latents, drawn as the model was trained with"
                );
                var labels = network.ClassCount > 0 ? AddLabels(model, network.ClassCount) : null;
                var code = network.Codes is { } codes
                    ? model.AddInput(
                        "code",
                        OnnxElementType.Float,
                        [codes.Width],
                        $"codes: one-hot for {codes.Categorical.Count} categorical ones, then {codes.Continuous} continuous "
                            + $"ones in [-1, 1]"
                    )
                    : null;

                var text =
                    network.TextWidth > 0
                        ? model.AddInput("text", OnnxElementType.Float, [network.TextWidth], "vectors of texts")
                        : null;
                var samples = network.Write(model.Writer, z, labels, code, "generator", text);
                AddSamples(model, samples, range);
            }
        );
    }

    /// <summary>Writes a discriminator: inputs <c>x</c> [batch, ...shape] in the data's range and, where it is conditional,
    /// <c>label</c>, Int64 [batch]; outputs <c>score</c> [batch, 1], higher for more abnormal samples (the logit with its sign
    /// turned), <c>features</c> [batch, count], and where it has such heads <c>classes</c>, class logits, and <c>code</c>,
    /// estimates of codes.</summary>
    /// <param name="network">The discriminator; it takes values in [-1, 1]. One that judges several samples together (packing) is
    /// shown each sample so many times.</param>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="range">The data's value range.</param>
    /// <param name="options">What the file says about itself, and how weights are stored; defaults when null.</param>
    /// <returns>The bytes of an ONNX file.</returns>
    /// <exception cref="Gan.Onnx.GanException">A module in the network cannot be written.</exception>
    public static byte[] WriteDiscriminator(
        DiscriminatorNetwork network,
        IReadOnlyList<int> shape,
        ValueRange range,
        NetworkExportOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(range);
        return Write(
            network,
            "discriminator",
            options,
            model =>
            {
                var x = AddPictures(model, "x", "samples, in the data's own values", shape, range);
                var labels = network.ClassCount > 0 ? AddLabels(model, network.ClassCount) : null;
                var samples = ToNetwork(model, x, range, "range");
                if (network.Packing > 1)
                    samples = model.Writer.Concatenate([.. Enumerable.Repeat(samples, network.Packing)], 1);

                var values = network.WriteOnnx(model.Writer, new OnnxDiscriminatorInputs(samples, labels), "discriminator");
                model.AddOutput(
                    model.Writer.AddElementwise("Neg", [values.Score]),
                    "score",
                    "anomaly score: higher is more abnormal"
                );
                model.AddOutput(values.Features, "features", "what lies before the last layer");
                if (values.Classes is { } classes)
                    model.AddOutput(classes, "classes", "class logits");
                if (values.Code is { } code)
                    model.AddOutput(code, "code", "estimates of the code that a sample was made from");
            }
        );
    }

    /// <summary>Writes a generator of tables: inputs <c>z</c> [batch, latent] and, where it takes conditions, <c>code</c> [batch,
    /// conditions]; output <c>x</c> [batch, columns]: numbers in their own units, the places of categories, NaN for a missing
    /// value. What a condition asks for, the row has.</summary>
    /// <param name="network">The generator; it gives encoded rows.</param>
    /// <param name="encoding">What those are made up of.</param>
    /// <param name="options">What the file says about itself, and how weights are stored; defaults when null.</param>
    /// <returns>The bytes of an ONNX file.</returns>
    /// <exception cref="Gan.Onnx.GanException">A module in the network cannot be written.</exception>
    public static byte[] WriteTableGenerator(
        GeneratorNetwork network,
        TableEncoding encoding,
        NetworkExportOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(encoding);
        return Write(
            network,
            "generator",
            options,
            model =>
            {
                var z = model.AddInput(
                    "z",
                    OnnxElementType.Float,
                    [network.LatentSize],
                    "latents and the noise of choices, drawn as the model was trained with"
                );
                var code = network.Codes is { } codes
                    ? model.AddInput(
                        "code",
                        OnnxElementType.Float,
                        [codes.Width],
                        $"conditions: for each of {codes.Categorical.Count} columns a block of zeros, or a 1 at the category "
                            + $"that the row must have"
                    )
                    : null;
                var x = TableGraph.Decode(model.Writer, network.Write(model.Writer, z, null, code, "generator"), code, encoding);
                model.AddOutput(x, "x", $"rows: {string.Join(", ", encoding.Names)}");
            }
        );
    }

    /// <summary>Writes an encoder: input <c>x</c> [batch, ...shape] in the data's range; output <c>code</c> [batch, code size],
    /// the latent vector that stands for the sample.</summary>
    /// <param name="network">The encoder; it takes values in [-1, 1].</param>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="range">The data's value range.</param>
    /// <param name="options">What the file says about itself, and how weights are stored; defaults when null.</param>
    /// <returns>The bytes of an ONNX file.</returns>
    /// <exception cref="Gan.Onnx.GanException">A module in the network cannot be written.</exception>
    public static byte[] WriteEncoder(
        nn.Module<Tensor, Tensor> network,
        IReadOnlyList<int> shape,
        ValueRange range,
        NetworkExportOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(range);
        return Write(
            network,
            "encoder",
            options,
            model =>
            {
                var x = AddPictures(model, "x", "samples, in the data's own values", shape, range);
                var code = model.Writer.Write(network, ToNetwork(model, x, range, "range"), "encoder");
                model.AddOutput(code, "code", "latent vectors that stand for the samples");
            }
        );
    }

    /// <summary>What writing any network needs: no gradients, evaluation mode while it is written, and its tensors
    /// freed.</summary>
    public static byte[] Write(
        nn.Module network,
        string name,
        NetworkExportOptions? options,
        Action<NetworkGraph> write,
        bool anySize = false
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var mode = new EvaluationMode(network);
        var model = new NetworkGraph(name, options ?? new NetworkExportOptions(), anySize);
        write(model);
        return model.ToBytes();
    }

    private static OnnxValue AddPictures(
        NetworkGraph model,
        string name,
        string what,
        IReadOnlyList<int> shape,
        ValueRange range
    ) => model.AddInput(name, OnnxElementType.Float, [.. shape.Select(n => (long)n)], $"{what}, from {range}");

    /// <summary>From the data's own range to [-1, 1], as <see cref="ValueScaling.ToNetwork"/>.</summary>
    public static OnnxValue ToNetwork(NetworkGraph model, OnnxValue values, ValueRange range, string name)
    {
        var centred = model.Writer.AddElementwise(
            "Sub",
            [values, model.Writer.AddScalar($"{name}.middle", ValueScaling.Middle(range))]
        );
        return model.Writer.AddElementwise("Div", [centred, model.Writer.AddScalar($"{name}.half", ValueScaling.Half(range))]);
    }

    /// <summary>From [-1, 1] to the data's own range, as <see cref="ValueScaling.FromNetwork"/>.</summary>
    public static OnnxValue FromNetwork(NetworkGraph model, OnnxValue samples, ValueRange range)
    {
        var scaled = model.Writer.AddElementwise(
            "Mul",
            [samples, model.Writer.AddScalar("range.half", ValueScaling.Half(range))]
        );
        return model.Writer.AddElementwise("Add", [scaled, model.Writer.AddScalar("range.middle", ValueScaling.Middle(range))]);
    }

    /// <summary>What is said of the output <c>x</c>.</summary>
    public static string SamplesNote(ValueRange range) => $"samples, in the data's own values, from {range}";

    private static void AddSamples(NetworkGraph model, OnnxValue samples, ValueRange range) =>
        model.AddOutput(FromNetwork(model, samples, range), "x", SamplesNote(range));

    private static OnnxValue AddLabels(NetworkGraph model, int classCount) =>
        model.AddInput("label", OnnxElementType.Int64, [], $"class numbers from 0 to {classCount - 1}");
}
