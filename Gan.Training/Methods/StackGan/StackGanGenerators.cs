using Gan.Onnx.Graphs;
using Gan.Training.Export;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>StackGAN's first generator: a latent and a condition drawn for a text, to a small image.</summary>
internal sealed class SmallImageGenerator : Module<Tensor, Tensor, Tensor>, IOnnxModule
{
    private readonly Module<Tensor, Tensor> _layers;

    /// <param name="condition">What draws conditions. Owned from here on.</param>
    /// <param name="layers">Latents with conditions to images. Owned from here on.</param>
    public SmallImageGenerator(ConditioningAugmentation condition, Module<Tensor, Tensor> layers)
        : base(nameof(SmallImageGenerator))
    {
        (Condition, _layers) = (condition, layers);
        RegisterComponents();
    }

    /// <summary>What draws conditions.</summary>
    public ConditioningAugmentation Condition { get; }

    /// <summary>Makes images.</summary>
    /// <param name="latent">Latents [batch, latent].</param>
    /// <param name="condition">Conditions [batch, condition].</param>
    /// <returns>Images [batch, channels, height, width] in [-1, 1].</returns>
    public override Tensor forward(Tensor latent, Tensor condition) => _layers.call(cat([latent, condition], 1));

    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path) =>
        [writer.Write(_layers, writer.Concatenate(inputs, 1), path + ".layers")];
}

/// <summary>StackGAN's second generator: a small image and a condition drawn for the text anew, to a large image.</summary>
internal sealed class LargeImageGenerator : Module<Tensor, Tensor, Tensor>, IOnnxModule
{
    private readonly Module<Tensor, Tensor> _encoder;
    private readonly Module<Tensor, Tensor> _decoder;

    /// <param name="condition">What draws conditions. Owned from here on.</param>
    /// <param name="encoder">Small images to features. Owned from here on.</param>
    /// <param name="decoder">Features with conditions to large images. Owned from here on.</param>
    public LargeImageGenerator(ConditioningAugmentation condition, Module<Tensor, Tensor> encoder, Module<Tensor, Tensor> decoder)
        : base(nameof(LargeImageGenerator))
    {
        (Condition, _encoder, _decoder) = (condition, encoder, decoder);
        RegisterComponents();
    }

    /// <summary>What draws conditions.</summary>
    public ConditioningAugmentation Condition { get; }

    /// <summary>Makes images.</summary>
    /// <param name="image">Small images [batch, channels, height, width] in [-1, 1].</param>
    /// <param name="condition">Conditions [batch, condition].</param>
    /// <returns>Images [batch, channels, 4 x height, 4 x width] in [-1, 1].</returns>
    public override Tensor forward(Tensor image, Tensor condition)
    {
        var features = _encoder.call(image);
        return _decoder.call(cat([features, EverywhereIn(features, condition)], 1));
    }

    /// <summary>Vectors at each place of a grid of features, [batch, condition, rows, columns].</summary>
    public static Tensor EverywhereIn(Tensor features, Tensor condition) =>
        condition.unsqueeze(-1).unsqueeze(-1).expand(-1, -1, features.shape[2], features.shape[3]);

    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        var features = writer.Write(_encoder, inputs[0], path + ".encoder");
        var (rows, columns) = (features.Shape[2], features.Shape[3]);
        var ones = writer.AddConstant("everywhere", Enumerable.Repeat(1f, (int)(rows * columns)).ToArray(), 1, 1, rows, columns);
        var condition = writer.AddElementwise("Mul", [writer.Reshape(inputs[1], inputs[1].Shape[1], 1, 1), ones]);
        return [writer.Write(_decoder, writer.Concatenate([features, condition], 1), path + ".decoder")];
    }
}

/// <summary>Both generators as one: a latent and a text's vector to an image of the data's size.</summary>
/// <remarks>The latent holds the first generator's latent and the noise of both conditions, so that a seed decides everything.
/// The networks are the players': they are used here, and neither registered nor disposed.</remarks>
internal sealed class StackedGenerator : Module<Tensor, Tensor, Tensor>, IOnnxModule
{
    private readonly SmallImageGenerator _small;
    private readonly LargeImageGenerator _large;
    private readonly Func<bool> _hasSecondStage;
    private readonly int _latent;
    private readonly int _condition;

    /// <param name="small">The first generator.</param>
    /// <param name="large">The second generator.</param>
    /// <param name="latent">Width of the first generator's latent.</param>
    /// <param name="condition">Width of a condition.</param>
    /// <param name="hasSecondStage">Whether the second generator has learned anything; until then small images are enlarged
    /// without it, pixel by pixel.</param>
    public StackedGenerator(
        SmallImageGenerator small,
        LargeImageGenerator large,
        int latent,
        int condition,
        Func<bool> hasSecondStage
    )
        : base(nameof(StackedGenerator))
    {
        (_small, _large, _latent, _condition, _hasSecondStage) = (small, large, latent, condition, hasSecondStage);
    }

    /// <summary>Width of a latent with the noise of both conditions.</summary>
    public static int LatentWidth(int latent, int condition) => latent + 2 * condition;

    /// <summary>Makes images.</summary>
    /// <param name="latent">Latents with noise [batch, latent + 2 x condition].</param>
    /// <param name="text">Vectors of texts [batch, text].</param>
    /// <returns>Images [batch, channels, height, width] in [-1, 1].</returns>
    public override Tensor forward(Tensor latent, Tensor text)
    {
        var parts = latent.split([_latent, _condition, _condition], 1);
        var image = _small.call(parts[0], _small.Condition.call(text, parts[1]));
        return _hasSecondStage()
            ? _large.call(image, _large.Condition.call(text, parts[2]))
            : functional.interpolate(
                image,
                scale_factor: [StackGanNetworks.Enlargement, StackGanNetworks.Enlargement],
                mode: InterpolationMode.Nearest
            );
    }

    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        var (latent, text) = (inputs[0], inputs[1]);
        OnnxValue Part(int start, int width) =>
            writer.AddNode(
                "Slice",
                [
                    latent,
                    writer.AddConstant("start", start),
                    writer.AddConstant("end", start + width),
                    writer.AddConstant("axis", 1),
                ],
                [OnnxGraphBuilder.BatchDimension, width]
            );
        var first = writer.Write(_small.Condition, text, Part(_latent, _condition), path + ".small.condition");
        var image = writer.Write(_small, Part(0, _latent), first, path + ".small");
        if (!_hasSecondStage())
        {
            var scale = StackGanNetworks.Enlargement;
            using var enlargement = Upsample(scale_factor: [scale, scale], mode: UpsampleMode.Nearest);
            return [writer.Write(enlargement, image, path + ".enlarged")];
        }

        var second = writer.Write(_large.Condition, text, Part(_latent + _condition, _condition), path + ".large.condition");
        return [writer.Write(_large, image, second, path + ".large")];
    }
}
