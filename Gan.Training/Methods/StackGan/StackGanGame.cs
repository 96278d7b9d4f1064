using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Native;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>StackGAN's game: a generator and a discriminator of small images; then, with the first generator as it is, those of
/// large ones.</summary>
internal sealed class StackGanGame : Game
{
    public const string SmallGenerator = "generator-small",
        SmallDiscriminator = "discriminator-small",
        LargeGenerator = "generator-large",
        LargeDiscriminator = "discriminator-large";

    /// <summary>The least side of the images: the small ones have a quarter of it.</summary>
    public const int SmallestSide = 32;

    private const string Network = "network";
    private readonly StackGanRecipe _recipe;
    private readonly BatchStream _batches;
    private readonly BundleText _text;
    private readonly TextHashing _hashing;
    private readonly GeneratorNetwork _result;
    private readonly StageBegun _second = new();
    private readonly Player _smallGenerator,
        _smallDiscriminator,
        _largeGenerator,
        _largeDiscriminator;

    public StackGanGame(GameSetup setup, StackGanRecipe recipe)
        : base(setup)
    {
        _recipe = recipe;
        Check();
        _text = new BundleText
        {
            Width = recipe.TextWidth,
            Words = recipe.TextWords,
            ShortestPiece = recipe.TextShortestPiece,
            LongestPiece = recipe.TextShortestPiece == 0 ? 0 : recipe.TextLongestPiece,
            Examples = [.. Data.Captions!.Where(IsExample).Distinct().Take(BundleText.MostExamples)],
        };
        _hashing = new TextHashing(_text);
        _batches = setup.CreateCaptioned("captioned", Data, CaptionVectors.Of(Data, _text), recipe.BatchSize);
        int[] small = [Data.Shape[0], Data.Shape[1] / StackGanNetworks.Enlargement, Data.Shape[2] / StackGanNetworks.Enlargement];
        _smallGenerator = Generator(SmallGenerator, () => CreateSmall(small));
        _smallDiscriminator = Discriminator(SmallDiscriminator, small);
        _largeGenerator = Generator(LargeGenerator, CreateLarge);
        _largeDiscriminator = Discriminator(LargeDiscriminator, Data.Shape);
        _result = GeneratorNetwork.OfTexts(
            StackedGenerator.LatentWidth(recipe.LatentSize, recipe.ConditionSize),
            recipe.TextWidth,
            new StackedGenerator(
                _smallGenerator.Result<SmallImageGenerator>(Network),
                _largeGenerator.Result<LargeImageGenerator>(Network),
                recipe.LatentSize,
                recipe.ConditionSize,
                () => _second.HasBegun
            )
        );
        Stages =
        [
            Stage("small images", recipe.FirstStageSteps, _smallGenerator, _smallDiscriminator, SmallFake, SmallReal),
            Stage("large images", Games.Stage.Endless, _largeGenerator, _largeDiscriminator, LargeFake, b => b.Samples),
        ];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override IReadOnlyList<GamePart> Parts => [_second];

    /// <summary>Both generators as one, to be used and exported.</summary>
    internal GeneratorNetwork Result => _result;

    internal BundleText Text => _text;

    public override TrainingBatch Deal()
    {
        var batch = _batches.Next();
        var latents = Setup.Randoms.Latents.Normal([batch.Samples.shape[0], _result.LatentSize], Device);
        return batch with { Input = new GeneratorInput(latents) { Text = batch.Text } };
    }

    /// <remarks>Of the bundle's examples in turn.</remarks>
    public override Tensor Preview(int rows, Generator random)
    {
        string[] texts = [.. Enumerable.Range(0, rows).Select(i => _text.Examples[i % _text.Examples.Count])];
        return Draw(texts, randn([rows, _result.LatentSize], device: CPU, generator: random));
    }

    /// <summary>Draws images of texts, in evaluation mode.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="latents">A latent for each.</param>
    /// <returns>Images in [-1, 1].</returns>
    internal Tensor Draw(IReadOnlyList<string> texts, Tensor latents)
    {
        var vectors = new float[texts.Count * _hashing.Width];
        foreach (var (row, text) in texts.Index())
            _hashing.Encode(text, vectors.AsSpan(row * _hashing.Width, _hashing.Width));
        using var small = new EvaluationMode(_smallGenerator.Result<SmallImageGenerator>(Network));
        using var large = new EvaluationMode(_largeGenerator.Result<LargeImageGenerator>(Network));
        using var noGrad = no_grad();
        return _result.call(
            new GeneratorInput(latents.to(Device)) { Text = NativeTensor.Of(vectors, texts.Count, _hashing.Width).to(Device) }
        );
    }

    public override IReadOnlyList<BundlePart> Export() =>
        [
            new GeneratorPart(_result, LatentDistribution.Normal)
            {
                Text = _text,
                Shared =
                [
                    _smallGenerator.Result<SmallImageGenerator>(Network),
                    _largeGenerator.Result<LargeImageGenerator>(Network),
                ],
            },
        ];

    private Stage Stage(
        string name,
        long steps,
        Player generator,
        Player discriminator,
        Func<StepContext, bool, Fake> fake,
        Func<TrainingBatch, Tensor> real
    ) =>
        new(
            name,
            steps,
            [
                new Update(discriminator, context => DiscriminatorLoss(context, discriminator, fake, real)),
                new Update(generator, context => GeneratorLoss(context, discriminator, fake))
                {
                    SharesBatch = true,
                    Frozen = [discriminator],
                },
            ]
        );

    private PlayerLoss DiscriminatorLoss(
        StepContext context,
        Player player,
        Func<StepContext, bool, Fake> makeFake,
        Func<TrainingBatch, Tensor> makeReal
    )
    {
        var discriminator = player.Network<TextDiscriminator>(Network);
        var text = context.Batch.Text!;
        var fake = makeFake(context, context.IsShared).Images.detach();
        var (other, differs) = MatchingLoss.Mismatched(text);
        var seen = discriminator.Look(makeReal(context.Batch));
        var (right, wrong) = (discriminator.Judge(seen, text), discriminator.Judge(seen, other));
        var generated = discriminator.call(fake, text);
        if (context.IsReported)
        {
            TranslationGame.ReportPatches(context, right, generated);
            context.Report("score/mismatched", wrong.mean().item<float>());
        }

        var share = 1 / (1 + _recipe.MismatchWeight);
        return new PlayerLoss("real", MatchingLoss.Yes(right))
            .Add("generated", MatchingLoss.No(generated) * share)
            .Add("mismatched", MatchingLoss.No(wrong, differs) * (1 - share));
    }

    private PlayerLoss GeneratorLoss(StepContext context, Player player, Func<StepContext, bool, Fake> makeFake)
    {
        var fake = makeFake(context, true);
        var verdict = player.Network<TextDiscriminator>(Network).call(fake.Images, context.Batch.Text!);
        return new PlayerLoss("adversarial", MatchingLoss.Yes(verdict)).Add(
            "divergence",
            ConditioningAugmentation.Divergence(fake.Mean, fake.LogVariance) * _recipe.DivergenceWeight
        );
    }

    private Tensor SmallReal(TrainingBatch batch) => nn.functional.avg_pool2d(batch.Samples, StackGanNetworks.Enlargement);

    private Fake SmallFake(StepContext context, bool withGradients)
    {
        var input = context.Batch.Input!;
        var generator = _smallGenerator.Network<SmallImageGenerator>(Network);
        return Make(
            context,
            withGradients,
            generator.Condition,
            input,
            1,
            condition => generator.call(input.Latent.narrow(1, 0, _recipe.LatentSize), condition)
        );
    }

    private Fake LargeFake(StepContext context, bool withGradients)
    {
        var input = context.Batch.Input!;
        _second.Begin();
        var image = context.Once(
            "small image",
            () =>
            {
                var small = _smallGenerator.Result<SmallImageGenerator>(Network);
                using var mode = new EvaluationMode(small);
                using var noGrad = no_grad();
                return small.call(
                    input.Latent.narrow(1, 0, _recipe.LatentSize),
                    small.Condition.call(input.Text!, Noise(input, 1))
                );
            }
        );
        var generator = _largeGenerator.Network<LargeImageGenerator>(Network);
        return Make(context, withGradients, generator.Condition, input, 2, condition => generator.call(image, condition));
    }

    /// <summary>Makes images once a batch, with gradients where another update of the batch needs them.</summary>
    private Fake Make(
        StepContext context,
        bool withGradients,
        ConditioningAugmentation augmentation,
        GeneratorInput input,
        int noise,
        Func<Tensor, Tensor> make
    )
    {
        using var mode = withGradients ? null : no_grad();
        var moments = context.Once("moments", () => augmentation.Moments(input.Text!)).chunk(2, 1);
        var (mean, logVariance) = (moments[0], moments[1]);
        var images = context.Once("fake", () => make(ConditioningAugmentation.Draw(mean, logVariance, Noise(input, noise))));
        return new Fake(images, mean, logVariance);
    }

    /// <summary>The noise of the first or the second condition.</summary>
    private Tensor Noise(GeneratorInput input, int number) =>
        input.Latent.narrow(1, _recipe.LatentSize + (number - 1) * _recipe.ConditionSize, _recipe.ConditionSize);

    private Player Generator(string name, Func<nn.Module> create) =>
        Setup.CreatePlayer(name, context => Drawn(create(), context), _recipe.GeneratorOptions);

    private Player Discriminator(string name, IReadOnlyList<int> shape) =>
        Setup.CreatePlayer(
            name,
            context =>
                Drawn(
                    new TextDiscriminator(shape, _recipe.TextWidth, _recipe.TextFeatures, _recipe.DiscriminatorFeatureMaps),
                    context
                ),
            _recipe.DiscriminatorOptions
        );

    private static Dictionary<string, nn.Module> Drawn(nn.Module network, NetworkContext context)
    {
        WeightInitialization.FanIn(network, context.WeightRandom);
        return new Dictionary<string, nn.Module> { [Network] = network };
    }

    private SmallImageGenerator CreateSmall(IReadOnlyList<int> shape) =>
        new(
            new ConditioningAugmentation(_recipe.TextWidth, _recipe.ConditionSize),
            StackGanNetworks.Small(_recipe.LatentSize + _recipe.ConditionSize, shape, _recipe.FeatureMaps)
        );

    private LargeImageGenerator CreateLarge() =>
        new(
            new ConditioningAugmentation(_recipe.TextWidth, _recipe.ConditionSize),
            StackGanNetworks.Encoder(Data.Shape[0], _recipe.FeatureMaps),
            StackGanNetworks.Decoder(_recipe.ConditionSize, Data.Shape[0], _recipe.FeatureMaps, _recipe.Blocks)
        );

    private void Check()
    {
        if (Data.Captions is null)
            throw new GanException(
                $"The recipe '{_recipe.Name}' makes pictures of words, and the pictures of '{Data.Name}' have no captions. Read "
                    + $"them with {nameof(ImageFolder)}.{nameof(ImageFolder.ReadCaptioned)}, or give them with {nameof(Dataset)}."
                    + $"{nameof(Dataset.WithCaptions)}."
            );
        if (
            Data.Shape is not [1 or 3 or 4, var height, var width]
            || Math.Min(height, width) < SmallestSide
            || !IsPowerOfTwo(height, width)
        )
            throw new GanException(
                $"The samples of '{Data.Name}' are of shape [{string.Join(", ", Data.Shape)}]; the recipe '{_recipe.Name}' takes "
                    + $"images of {SmallestSide}, 64, 128 or 256 pixels a side. Read them in such a size."
            );
        if (_recipe.TextShortestPiece > _recipe.TextLongestPiece)
            throw new GanException(
                $"The setting 'text-shortest-piece' is {_recipe.TextShortestPiece}, and 'text-longest-piece' is "
                    + $"{_recipe.TextLongestPiece}. The longest pieces of words are no shorter than the shortest; 0 for the "
                    + $"shortest "
                    + "hashes whole words alone."
            );
        // Known before the first step, since a bundle holds examples.
        if (!Data.Captions.Any(IsExample))
            throw new GanException(
                $"No caption of '{Data.Name}' holds a word, is of at most {BundleLimits.TextLength} characters and free of "
                    + $"tabs and "
                    + "the like. Say in words what the pictures show."
            );
        if (Data.Captions.Select(c => string.Join(' ', TextHashing.Words(c))).Distinct().Take(2).Count() < 2)
            throw new GanException(
                $"All captions of '{Data.Name}' say the same, so that there is nothing to learn of them. Use a recipe without "
                    + "captions (r3gan), or say what is different."
            );
    }

    /// <summary>Whether a caption may stand in a bundle, and says anything.</summary>
    private static bool IsExample(string caption) => ManifestRules.IsText(caption) && TextHashing.Words(caption).Count > 0;

    private static bool IsPowerOfTwo(int height, int width) => height == width && (height & (height - 1)) == 0;

    /// <summary>Images of a step and the distributions that their conditions were drawn from.</summary>
    private sealed record Fake(Tensor Images, Tensor Mean, Tensor LogVariance);

    /// <summary>Whether the second stage has begun, so that its generator has learned something.</summary>
    private sealed class StageBegun : GamePart
    {
        private readonly Tensor _begun = zeros([], ScalarType.Int64).DetachFromDisposeScope();

        public bool HasBegun => _begun.item<long>() > 0;

        public override IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor> { ["second-stage"] = _begun };

        public void Begin()
        {
            using var noGrad = no_grad();
            _begun.fill_(1);
        }
    }
}
