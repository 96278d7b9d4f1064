using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>An image-to-image network: input <c>image</c> in the source's own values, output <c>x</c> in the data's (pix2pix,
/// CycleGAN, super-resolution). Any TorchSharp module of one image in and one image out will do that can be written; see
/// <see cref="OnnxExport"/>.</summary>
/// <remarks>What else the model takes and gives is what <see cref="BundleTranslator"/> says:
/// <list type="bullet">
/// <item>With <see cref="BundleTranslator.AnySize"/> the network takes any height and width from
/// <see cref="BundleTranslator.SmallestSide"/> on, which is tried at several sizes.</item>
/// <item>With <see cref="BundleTranslator.TakesMask"/> it takes one channel more, behind the others: 1 where a pixel is to be
/// filled in, 0 where it stays; in the others, pixels to be filled in are 0. Pixels that stay are the image's own, to the
/// bit.</item>
/// <item>With <see cref="BundleTranslator.ClassCount"/> it gives a logit a class, [batch, classes, height, width], and
/// <see cref="Palette"/> says which colour each class is drawn in.</item>
/// </list></remarks>
/// <param name="network">From [batch, source shape] in [-1, 1] to [batch, sample shape] in [-1, 1]; left as it is.</param>
/// <param name="source">What goes in, and what the model is able to do; null for what the manifest says already.</param>
public sealed class TranslatorPart(nn.Module<Tensor, Tensor> network, BundleTranslator? source = null) : BundlePart
{
    // So many values a channel of a batch are compared quickly; large pictures are compared in small batches.
    private const int BatchPixels = 300_000;

    /// <summary>The colour of each class in the data's own values, [classes][channels]; null, the default, where the network does
    /// not tell classes.</summary>
    public IReadOnlyList<IReadOnlyList<float>>? Palette { get; init; }

    /// <summary>What each class is called, in the order of <see cref="Palette"/>; null, the default, for the labels that the
    /// manifest's data have already.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <inheritdoc/>
    public override string File => GanBundle.TranslatorFile;

    /// <inheritdoc/>
    public override IReadOnlyList<nn.Module> Networks => [network];

    /// <inheritdoc/>
    /// <exception cref="GanException">Nothing says what goes in, or what is said does not go together.</exception>
    public override BundleManifest Describe(BundleManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var translator =
            source
            ?? manifest.Translator
            ?? throw new GanException(
                "The manifest has no 'translator', which says of what shape and value range the images are that the network "
                    + "takes."
            );
        CheckPalette(translator, manifest.Data);
        if (translator.TakesMask)
            CheckMask(translator, manifest.Data);
        return manifest with
        {
            Translator = translator,
            Data = ClassNames is null ? manifest.Data : manifest.Data with { Labels = ClassNames },
        };
    }

    /// <inheritdoc/>
    public override byte[] Write(BundleManifest manifest, NetworkExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return TranslatorGraph.Write(network, manifest.Translator!, manifest.Data.ValueRange, Palette, options);
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<ExportDifference> Compare(GanBundle bundle, Generator random, double tolerance)
    {
        var manifest = bundle.Manifest;
        var translator = manifest.Translator!;
        var model = bundle.GetModel(File).ToArray();
        ExportDifference[] all = [];
        foreach (var (height, width) in Sizes(translator))
        {
            int[] rows = (height, width) == Trained(translator) ? [1, 2, height * width * 17 <= BatchPixels ? 17 : 3] : [1, 2];
            try
            {
                var found = ModelComparison.Run(
                    model,
                    Inputs(translator, height, width),
                    Outputs(manifest),
                    inputs => Run(manifest, inputs, tolerance),
                    rows,
                    random,
                    translator.ClassCount > 0
                );
                all = all.Length == 0 ? [.. found] : [.. all.Zip(found, Larger)];
                foreach (var difference in found)
                    OnnxExport.Check(difference, tolerance);
            }
            catch (GanException e) when ((height, width) != Trained(translator))
            {
                throw new GanException(
                    $"The network is said to take any size, but it does not do so: at {width}x{height} pixels this went wrong. "
                        + $"Build it of layers that suit every size, or do not say {nameof(BundleTranslator.AnySize)}. "
                        + $"{e.Message}",
                    e
                );
            }
        }

        return all;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ComparedInput> Inputs(BundleManifest manifest)
    {
        var translator = manifest.Translator!;
        return Inputs(translator, translator.SourceShape[1], translator.SourceShape[2]);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, double? Unit)> Outputs(BundleManifest manifest)
    {
        (string, double?) x = ("x", ValueScaling.Half(manifest.Data.ValueRange));
        // A wrong class is wrong however near its number is.
        return manifest.Translator!.ClassCount > 0 ? [x, ("classes", 1)] : [x];
    }

    /// <inheritdoc/>
    protected override Tensor[] Run(BundleManifest manifest, Tensor[] inputs) => Run(manifest, inputs, BundleExporter.Tolerance);

    private Tensor[] Run(BundleManifest manifest, Tensor[] inputs, double tolerance)
    {
        var (translator, range) = (manifest.Translator!, manifest.Data.ValueRange);
        var image = inputs[0].to(DeviceOf(network));
        var given = ValueScaling.ToNetwork(image, translator.SourceRange);
        Tensor? hole = null;
        if (translator.TakesMask)
        {
            hole = inputs[1].to(image.device).gt(0.5);
            given = cat([given.masked_fill(hole, 0), hole.to(ScalarType.Float32)], 1);
        }

        var result = network.call(given);
        CheckSize(result, image, translator);
        if (translator.ClassCount > 0)
            return Classes(result, tolerance);
        var x = ValueScaling.FromNetwork(result, range);
        return [hole is null ? x : where(hole, x, image)];
    }

    /// <summary>Colours and class numbers, NaN where the first two classes all but tie.</summary>
    private Tensor[] Classes(Tensor logits, double tolerance)
    {
        var (first, classes) = logits.topk(2, 1);
        var margin = first.narrow(1, 0, 1) - first.narrow(1, 1, 1);
        var tied = margin.le(tolerance * Math.Max(1, logits.abs().max().item<float>()));
        if (tied.to(ScalarType.Float32).mean().item<float>() > 0.5)
            throw new GanException(
                "For more than half of all pixels the network's two likeliest classes all but tie, so its export cannot be "
                    + "proved. Train longer."
            );
        var chosen = classes.narrow(1, 0, 1);
        var colours = tensor(Palette!.SelectMany(c => c).ToArray()).reshape(Palette!.Count, -1).to(logits.device);
        var x = colours[chosen.squeeze(1)].permute(0, 3, 1, 2);
        return [x.masked_fill(tied, float.NaN), chosen.to(ScalarType.Float32).masked_fill(tied, float.NaN)];
    }

    private static void CheckSize(Tensor result, Tensor image, BundleTranslator translator)
    {
        if (!translator.AnySize)
            return;
        long[] sides = [image.shape[2] * translator.Scale, image.shape[3] * translator.Scale];
        if (!result.shape.AsSpan(2).SequenceEqual(sides))
            throw new GanException(
                $"For an image of {image.shape[3]}x{image.shape[2]} pixels the network gives "
                    + $"{result.shape[^1]}x{result.shape[^2]}, but with {nameof(BundleTranslator.Scale)} {translator.Scale} "
                    + $"it must be "
                    + $"{sides[1]}x{sides[0]}."
            );
    }

    private void CheckPalette(BundleTranslator translator, BundleData data)
    {
        if (translator.ClassCount > 0 && Palette is null)
            throw new GanException(
                $"The translator tells {translator.ClassCount} classes; give the colour of each as {nameof(Palette)}."
            );
        if (Palette is null)
            return;
        if (translator.ClassCount != Palette.Count || Palette.Count < 2 || Palette.Any(c => c.Count != data.Shape[0]))
            throw new GanException(
                $"{nameof(Palette)} has {Palette.Count} colours of {string.Join(", ", Palette.Select(c => c.Count).Distinct())} "
                    + $"value(s), but the translator tells {translator.ClassCount} classes (2 or more), and pictures have "
                    + $"{data.Shape[0]} channel(s)."
            );
    }

    private static void CheckMask(BundleTranslator translator, BundleData data)
    {
        if (translator.Scale != 1 || translator.ClassCount > 0)
            throw new GanException(
                "A translator that takes a mask gives the image filled in: it neither enlarges nor tells classes."
            );
        if (!translator.SourceShape.SequenceEqual(data.Shape) || translator.SourceRange != data.ValueRange)
            throw new GanException(
                "A translator that takes a mask gives known pixels as they are, so the images that it takes must be of the shape "
                    + $"and range of those that it gives: [{string.Join(", ", data.Shape)}] from {data.ValueRange}, not "
                    + $"[{string.Join(", ", translator.SourceShape)}] from {translator.SourceRange}."
            );
    }

    private static (int Height, int Width) Trained(BundleTranslator translator) =>
        (translator.SourceShape[1], translator.SourceShape[2]);

    /// <summary>The trained size first; then, where any will do, a larger, a smaller and the smallest one, most of them no
    /// multiple of anything, nor square.</summary>
    private static IEnumerable<(int Height, int Width)> Sizes(BundleTranslator translator)
    {
        var (height, width) = Trained(translator);
        if (!translator.AnySize)
            return [(height, width)];
        var smallest = translator.SmallestSide;
        return
        [
            .. new[]
            {
                (height, width),
                (height + 1, width + 3),
                (Math.Max(smallest, height / 2 + 1), Math.Max(smallest, width / 2)),
                (smallest, smallest),
            }.Distinct(),
        ];
    }

    private static IReadOnlyList<ComparedInput> Inputs(BundleTranslator translator, int height, int width)
    {
        var image = new ComparedInput(
            "image",
            (rows, random) =>
                ValueScaling.FromNetwork(
                    DrawNoise([translator.SourceShape[0], height, width], rows, random),
                    translator.SourceRange
                )
        );
        return translator.TakesMask
            ? [image, new("mask", (rows, random) => rand([rows, 1, height, width], ScalarType.Float32, CPU, generator: random))]
            : [image];
    }

    private static ExportDifference Larger(ExportDifference first, ExportDifference second) =>
        first with
        {
            MaximumAbsolute = Math.Max(first.MaximumAbsolute, second.MaximumAbsolute),
            Magnitude = Math.Max(first.Magnitude, second.Magnitude),
            RowAlone = Math.Max(first.RowAlone, second.RowAlone),
            Rows = first.Rows + second.Rows,
        };
}
