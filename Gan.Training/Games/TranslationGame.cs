using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Losses;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>A game that is played for a translator, which makes images of images: of the data set's source images or, where it
/// has none, of what is made of its samples.</summary>
public abstract class TranslationGame : Game
{
    /// <summary>The name of the player that translates.</summary>
    public const string GeneratorName = "generator";

    /// <summary>The name of the player that tells real images from translated ones.</summary>
    public const string DiscriminatorName = "discriminator";

    /// <summary>What the term of <see cref="Perceptual"/> is called.</summary>
    private protected const string PerceptualTerm = "perceptual";

    private const int MeasuredImages = 16;
    private readonly BatchStream _targets;
    private readonly BatchStream? _sources;
    private readonly Dataset _heldOut;
    private readonly ImageAugmentation _augmentation;
    private (PerceptualLoss Loss, double Weight)? _perceptual;

    /// <summary>Holds images out and makes the streams of those that are learned from.</summary>
    /// <param name="setup">Data, device and random numbers; owned from here on.</param>
    /// <param name="recipe">The settings.</param>
    /// <exception cref="GanException">The images are too small, smaller than what is to be cut from them, or too few.</exception>
    protected TranslationGame(GameSetup setup, TranslationRecipe recipe)
        : base(setup)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Recipe = recipe;
        Check();
        _augmentation = new ImageAugmentation(recipe.Crop, recipe.Flip, setup.Randoms.Parts);
        var (data, seed) = (setup.Data, setup.Settings.Seed);
        if (data.SourceImages is { ArePaired: false, Images: var images })
        {
            (var sources, _heldOut) = HeldOutImages.Split(images, recipe.HeldOut, seed);
            _targets = setup.CreateBatches("targets", data, recipe.BatchSize);
            _sources = setup.CreateBatches("sources", sources, recipe.BatchSize);
            return;
        }

        (var training, _heldOut) = HeldOutImages.Split(data, recipe.HeldOut, seed);
        _targets = data.SourceImages is null
            ? setup.CreateBatches("targets", training, recipe.BatchSize)
            : setup.CreatePairs("pairs", training, recipe.BatchSize);
    }

    /// <summary>The recipe.</summary>
    public TranslationRecipe Recipe { get; }

    /// <summary>The network that translates, to be used and exported; see <see cref="TranslatorPart"/> for what it
    /// takes.</summary>
    public abstract nn.Module<Tensor, Tensor> Translator { get; }

    /// <summary>Rows of the data, cut and mirrored, with what they are to be made of
    /// (<see cref="TrainingBatch.Source"/>).</summary>
    public override TrainingBatch Deal()
    {
        var batch = _targets.Next();
        if (_sources is not null)
            return batch with
            {
                Samples = _augmentation.Apply(batch.Samples)[0],
                Source = _augmentation.Apply(_sources.Next().Samples)[0],
            };
        if (batch.Source is null)
            return WithSource(batch with { Samples = _augmentation.Apply(batch.Samples)[0] }, Setup.Randoms.Parts);
        var pair = _augmentation.Apply(batch.Samples, batch.Source);
        return batch with { Samples = pair[0], Source = pair[1] };
    }

    /// <inheritdoc/>
    /// <remarks>Translations of images that are held out.</remarks>
    public override Tensor Preview(int rows, Generator random) => Translate(DealHeldOut(rows, random));

    /// <inheritdoc/>
    public override IReadOnlyList<BundlePart> Export() => [new TranslatorPart(Translator, Describe())];

    /// <summary>What the bundle says of the translator: images of the shape and range of the source images, unless
    /// overridden.</summary>
    protected virtual BundleTranslator Describe()
    {
        var sources = Data.SourceImages?.Images ?? Data;
        return new BundleTranslator { SourceShape = sources.Shape, SourceRange = sources.Range };
    }

    /// <summary>The shortest side of the images that are trained on, of either kind, in pixels.</summary>
    protected int Side =>
        Recipe.Crop > 0
            ? Recipe.Crop
            : new[] { Data, Data.SourceImages?.Images ?? Data }.Min(images => Math.Min(images.Shape[1], images.Shape[2]));

    /// <summary>The one stage of a translator: the discriminator's turn, and the generator's on the same batch; the generator's
    /// alone where nobody heeds a discriminator.</summary>
    internal static IReadOnlyList<Stage> Turns(Update generator, Update? discriminator) =>
        [
            new Stage(
                "training",
                Stage.Endless,
                discriminator is null
                    ? [generator]
                    : [discriminator, generator with { SharesBatch = true, Frozen = [discriminator.Player] }]
            ),
        ];

    /// <summary>Says that the translator takes any size, where its network does.</summary>
    internal static BundleTranslator AnySize(BundleTranslator described, nn.Module network) =>
        network is IAnySize any && any.SmallestSide <= Math.Min(described.SourceShape[1], described.SourceShape[2])
            ? described with
            {
                AnySize = true,
                SmallestSide = any.SmallestSide,
            }
            : described;

    /// <summary>Puts what a discriminator of patches says into the metrics, where they are reported; see
    /// <see cref="AdversarialMetrics"/>.</summary>
    internal static void ReportPatches(StepContext context, Tensor real, Tensor fake)
    {
        if (!context.IsReported)
            return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        context.Report(AdversarialMetrics.RealScore, real.mean().item<float>());
        context.Report(AdversarialMetrics.FakeScore, fake.mean().item<float>());
        // Images of other sizes have other numbers of patches: then whole images are compared.
        if (!real.shape.SequenceEqual(fake.shape))
            (real, fake) = (real.flatten(1).mean([1]), fake.flatten(1).mean([1]));
        context.Report(AdversarialMetrics.Separation, ((real - fake).sign().mean().item<float>() + 1.0) / 2);
    }

    /// <summary>A batch with what the translator makes its samples of, where the data set has no source images: for games that
    /// make them themselves.</summary>
    /// <param name="batch">Samples [batch, channels, height, width] in [-1, 1].</param>
    /// <param name="random">Where random numbers come from; on the CPU for images that are held out.</param>
    protected virtual TrainingBatch WithSource(TrainingBatch batch, Generator random) =>
        throw new InvalidOperationException("The data have no source images, and the game makes none.");

    /// <summary>Reads the classifier of <see cref="Perceptual"/>, where a recipe names one; see
    /// <see cref="PerceptualLoss"/>.</summary>
    /// <param name="network">The file's path; empty for none.</param>
    /// <param name="layers">The values that are compared.</param>
    /// <param name="weight">The weight; 0 for none.</param>
    /// <exception cref="GanException">It cannot be read, or does not take the samples.</exception>
    private protected void UsePerceptualLoss(string network, string layers, double weight)
    {
        if (network.Length > 0 && weight > 0)
            _perceptual = (
                new PerceptualLoss(
                    network,
                    layers,
                    Recipe.Crop > 0 ? [Data.Shape[0], Recipe.Crop, Recipe.Crop] : Data.Shape,
                    Device
                ),
                weight
            );
    }

    /// <summary>Whether there is a classifier that images are compared by.</summary>
    private protected bool UsesPerceptualLoss => _perceptual is not null;

    /// <summary>The weighted difference of two batches of images in [-1, 1] as a classifier sees them, a scalar; null where there
    /// is none.</summary>
    private protected Tensor? Perceptual(Tensor images, Tensor truths) =>
        _perceptual is var (loss, weight) ? loss.Of(MixedPrecision.Full(images), truths) * weight : null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _perceptual?.Loss.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Translates a batch in evaluation mode and without gradients.</summary>
    /// <param name="batch">With source images.</param>
    /// <returns>Images [batch, channels, height, width] in [-1, 1].</returns>
    protected virtual Tensor Translate(TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var mode = new EvaluationMode(Translator);
        using var noGrad = no_grad();
        return Translator.call(batch.Source!);
    }

    /// <summary>Puts how far translations of images that are held out lie from the truth into the metrics, where they are
    /// reported: the mean absolute and squared difference as a share of the range, as <c>held-out/l1</c> and <c>held-out/psnr</c>
    /// in dB. Not for data that are no pairs.</summary>
    /// <param name="context">The step.</param>
    protected void ReportHeldOut(StepContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.IsReported)
            return;
        using var scope = NewDisposeScope();
        var batch = DealMeasured();
        var difference = (Translate(batch) - batch.Samples) / 2;
        context.Report("held-out/l1", difference.abs().mean().item<float>());
        context.Report("held-out/psnr", -10 * Math.Log10(Math.Max(1e-10, difference.square().mean().item<float>())));
    }

    /// <summary>The images held out that are measured while training: always the same.</summary>
    private protected TrainingBatch DealMeasured()
    {
        using var random = new Generator((ulong)Setup.Settings.Seed, CPU);
        return DealHeldOut(Math.Min(MeasuredImages, _heldOut.Count), random);
    }

    /// <summary>Images to look at side by side: what was translated, what became of it and, for pairs, what it was to
    /// be.</summary>
    internal override IReadOnlyList<Tensor> PreviewSideBySide(int rows, Generator random)
    {
        var batch = DealHeldOut(rows, random);
        var images = new List<Tensor> { Shown(batch.Source!), Translate(batch) };
        if (_sources is null)
            images.Add(batch.Samples);
        return images;
    }

    /// <inheritdoc/>
    internal override int MeasuredPreviews => Math.Min(base.MeasuredPreviews, _heldOut.Count);

    /// <summary>Images that are held out, in an order that the random numbers give, from the beginning again where more are asked
    /// for than there are.</summary>
    private TrainingBatch DealHeldOut(int rows, Generator random)
    {
        var order = randperm(_heldOut.Count, ScalarType.Int64, device: CPU, generator: random).data<long>().ToArray();
        int[] chosen = [.. Enumerable.Range(0, rows).Select(i => (int)order[i % order.Length])];
        var images = DataRows.OnDevice(_heldOut, chosen, Device);
        if (_sources is not null)
            return new TrainingBatch(images, null) { Source = images };
        if (_heldOut.SourceImages is { } pairs)
            return new TrainingBatch(images, null) { Source = DataRows.OnDevice(pairs.Images, chosen, Device) };
        return WithSource(new TrainingBatch(images, null), random);
    }

    /// <summary>Images with the channels and the size of the samples.</summary>
    private Tensor Shown(Tensor images)
    {
        if (images.shape[1] != Data.Shape[0])
            images = images.mean([1], keepdim: true).expand(-1, Data.Shape[0], -1, -1);
        return images.shape[2] == Data.Shape[1] && images.shape[3] == Data.Shape[2]
            ? images
            : nn.functional.interpolate(images, size: [Data.Shape[1], Data.Shape[2]], mode: InterpolationMode.Nearest);
    }

    private void Check()
    {
        foreach (var data in new[] { Data.SourceImages?.Images, Data }.OfType<Dataset>())
        {
            if (data.Shape is not [1 or 3 or 4, var height, var width])
                throw new GanException(
                    $"The recipe '{Recipe.Name}' translates images, and the data set '{data.Name}' holds samples of shape "
                        + $"[{string.Join(", ", data.Shape)}]. Give images."
                );
            var side = Math.Min(height, width);
            if (side < TranslationRecipe.SmallestSide)
                throw new GanException(
                    $"The images of '{data.Name}' are {height} pixels high and {width} wide; the recipe '{Recipe.Name}' takes "
                        + $"images of at least {TranslationRecipe.SmallestSide} pixels a side. Enlarge them."
                );
            if (Recipe.Crop > side)
                throw new GanException(
                    $"The setting 'crop' is {Recipe.Crop}, and the images of '{data.Name}' are {height} pixels high and {width} "
                        + "wide. Cut smaller squares, or read larger images."
                );
        }

        if (
            Data.SourceImages is { ArePaired: true, Images.Shape: var source }
            && !source.Skip(1).SequenceEqual(Data.Shape.Skip(1))
        )
            throw new GanException(
                $"The source images are {source[1]} pixels high and {source[2]} wide, and those they belong to {Data.Shape[1]} "
                    + $"and {Data.Shape[2]}. Read both in one size."
            );
    }
}
