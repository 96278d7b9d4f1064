namespace Gan.Onnx.Bundles;

/// <summary>The inputs and outputs that a bundle's model has, as its manifest says: the one place that knows their
/// names.</summary>
/// <param name="Inputs">The inputs, samples or latents first.</param>
/// <param name="Outputs">The outputs, the main one first.</param>
internal sealed record ModelPorts(IReadOnlyList<ModelPort> Inputs, IReadOnlyList<ModelPort> Outputs)
{
    /// <summary>The ports of one of the model files that a checked manifest lists.</summary>
    public static ModelPorts Of(BundleManifest manifest, string file)
    {
        var sample = new ModelPort("x", manifest.Data.Shape);
        switch (file)
        {
            case GanBundle.GeneratorFile:
                var latent = manifest.Latent!;
                List<ModelPort> inputs = [new("z", [latent.Size])];
                if (latent.LabelCount > 0)
                    inputs.Add(ModelPort.Label);
                if (latent.Code is { } code)
                    inputs.Add(new("code", [code.Width]));
                if (latent.Text is { } text)
                    inputs.Add(new("text", [text.Width]));
                return new(inputs, [sample]);
            case GanBundle.DiscriminatorFile:
                var features = manifest.Features!;
                List<ModelPort> outputs = [new("score", [1]), new("features", [features.Count])];
                if (features.ClassCount > 0)
                    outputs.Add(new("classes", [features.ClassCount]));
                if (features.CodeWidth > 0)
                    outputs.Add(new("code", [features.CodeWidth]));
                return new(manifest.Score!.LabelCount > 0 ? [sample, ModelPort.Label] : [sample], outputs);
            case GanBundle.EncoderFile:
                return new([sample], [new("code", [manifest.Encoder!.Size])]);
            case GanBundle.DirectionsFile:
                int[] vector = [manifest.Latent!.Size];
                return new([new("z", vector), new("amount", [manifest.Directions!.Count])], [new("moved", vector)]);
            case GanBundle.TranslatorFile:
                var translator = manifest.Translator!;
                int[] plane = [1, .. translator.SourceShape.Skip(1)];
                List<ModelPort> given = [new("image", translator.SourceShape) { AnySize = translator.AnySize }];
                if (translator.TakesMask)
                    given.Add(new("mask", plane) { AnySize = translator.AnySize });
                List<ModelPort> results = [sample with { AnySize = translator.AnySize }];
                if (translator.ClassCount > 0)
                    results.Add(new("classes", plane) { AnySize = translator.AnySize });
                return new(given, results);
            default:
                throw new ArgumentException($"'{file}' is no model file of a bundle.", nameof(file));
        }
    }
}

/// <summary>An input or output of a model, of shape [batch, <paramref name="Shape"/>]: float32, or int64 for class
/// numbers.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">Its dimensions without the batch.</param>
/// <param name="IsInteger">Whether it is int64; only inputs are.</param>
internal sealed record ModelPort(string Name, IReadOnlyList<int> Shape, bool IsInteger = false)
{
    /// <summary>Class numbers, one a row.</summary>
    public static ModelPort Label { get; } = new("label", [], IsInteger: true);

    /// <summary>Whether its last two dimensions, height and width, are free.</summary>
    public bool AnySize { get; init; }

    /// <summary>Whether a dimension, counted without the batch, is free.</summary>
    public bool IsFree(int dimension) => AnySize && dimension >= Shape.Count - 2;

    /// <summary>How many values a row has, at the lengths of the shape.</summary>
    public int Size { get; } = Shape.Aggregate(1, (product, length) => checked(product * length));

    /// <summary>The dimensions of a batch.</summary>
    public long[] BatchShape(int rows) => [rows, .. Shape.Select(length => (long)length)];
}
