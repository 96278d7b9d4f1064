using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Onnx.Bundles;
using Gan.Training.Augmentations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>A recipe whose generator makes samples from latents, and whose discriminator or critic tells them from real ones:
/// which networks, which loss, which further terms, which settings.</summary>
public abstract record LatentRecipe : Recipe
{
    private const int FewestFeatureMaps = 8;
    private const double UsualBeta1 = 0.5;
    private const double UsualBeta2 = 0.999;

    /// <summary>Width of the latent vector.</summary>
    /// <value>At least 1; default 100.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int LatentSize { get; init; } = 100;

    /// <summary>What latents are drawn from.</summary>
    /// <value>Normal or Uniform; default Normal.</value>
    [Category("networks")]
    public LatentDistribution LatentDistribution { get; init; } = LatentDistribution.Normal;

    /// <summary>Discriminator updates before each generator update (k in Goodfellow et al. 2014).</summary>
    /// <value>At least 1; default 1.</value>
    [Category("optimization"), Range(1, int.MaxValue)]
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Learning rate of the generator.</summary>
    /// <value>Above 0; default 0.0002.</value>
    [Category("optimization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double GeneratorLearningRate { get; init; } = 2e-4;

    /// <summary>Learning rate of the discriminator. Another one than the generator's is what Heusel et al. (2017) call the two
    /// time-scale update rule.</summary>
    /// <value>Above 0; default 0.0002.</value>
    [Category("optimization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double DiscriminatorLearningRate { get; init; } = 2e-4;

    /// <summary>Adam's decay rate of the mean gradient.</summary>
    /// <value>At least 0 and below 1; default 0.5.</value>
    [Category("optimization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = UsualBeta1;

    /// <summary>Adam's decay rate of the mean squared gradient.</summary>
    /// <value>At least 0 and below 1; default 0.999.</value>
    [Category("optimization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = UsualBeta2;

    /// <summary>The decay of the generator's exponential moving average: what is sampled and exported is the average, batch
    /// norm's statistics included. 0 keeps none.</summary>
    /// <value>At least 0 and below 1; default 0.</value>
    [Category("averaging"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double GeneratorAveraging { get; init; }

    /// <summary>The decay of the discriminator's exponential moving average; as <see cref="GeneratorAveraging"/>.</summary>
    /// <value>At least 0 and below 1; default 0.</value>
    [Category("averaging"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double DiscriminatorAveraging { get; init; }

    /// <summary>How pictures are augmented in front of the discriminator, which helps where there are few of them.</summary>
    /// <value>None, DiffAugment or Adaptive; default None.</value>
    [Category("augmentation")]
    public AugmentationKind Augmentation { get; init; }

    /// <summary>Standard deviation of the noise on every sample the discriminator sees, at the first step; 0 for none.</summary>
    /// <value>At least 0; default 0.</value>
    [Category("augmentation"), Range(0, double.MaxValue)]
    public double InstanceNoise { get; init; }

    /// <summary>The generator updates over which that noise fades.</summary>
    /// <value>At least 1; default 10000.</value>
    [Category("augmentation"), Range(1, long.MaxValue)]
    public long InstanceNoiseSteps { get; init; } = 10_000;

    /// <summary>Both players' gradients are shortened to this norm; 0 for not at all.</summary>
    /// <value>At least 0; default 0.</value>
    [Category("regularization"), Range(0, double.MaxValue)]
    public double MaximumGradientNorm { get; init; }

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => new LatentGame(setup, this);

    /// <summary>What the players minimize; a new one for each run.</summary>
    public abstract AdversarialLoss CreateLoss();

    /// <summary>Further terms of the losses, and what acts on gradients and weights, in this order; new ones for each run. What
    /// the settings common to all recipes ask for, unless a recipe adds its own.</summary>
    public virtual IReadOnlyList<GamePart> CreateParts() =>
        MaximumGradientNorm > 0 ? [new GradientClipping { MaximumNorm = MaximumGradientNorm }] : [];

    /// <summary>What changes samples on their way to the discriminator, in this order; new ones for each run.</summary>
    internal IReadOnlyList<Augmentation> CreateAugmentations()
    {
        var augmentations = new List<Augmentation>();
        if (Augmentation == AugmentationKind.DiffAugment)
            augmentations.Add(new DiffAugment());
        if (Augmentation == AugmentationKind.Adaptive)
            augmentations.Add(new AdaptiveAugmentation());
        if (InstanceNoise > 0)
            augmentations.Add(new InstanceNoise(InstanceNoise, InstanceNoiseSteps));
        return augmentations;
    }

    /// <summary>Makes the generator, its weights drawn from the context's generator of random numbers.</summary>
    /// <param name="context">Shape, classes and random numbers.</param>
    public abstract GeneratorNetwork CreateGenerator(NetworkContext context);

    /// <summary>Makes the discriminator, its weights drawn from the context's generator of random numbers.</summary>
    /// <param name="context">Shape, classes and random numbers.</param>
    public abstract DiscriminatorNetwork CreateDiscriminator(NetworkContext context);

    /// <summary>Makes the networks that learn as the generator does, by name: the generator, and with it, where a recipe
    /// overrides this, an encoder and the like.</summary>
    /// <param name="context">Shape, classes and random numbers.</param>
    public virtual IReadOnlyDictionary<string, nn.Module> CreateGenerators(NetworkContext context) =>
        new Dictionary<string, nn.Module> { [LatentGame.GeneratorName] = CreateGenerator(context) };

    /// <summary>How a player learns: Adam with this recipe's settings, unless overridden.</summary>
    /// <param name="player"><see cref="LatentGame.GeneratorName"/> or <see cref="LatentGame.DiscriminatorName"/>.</param>
    public virtual PlayerOptions PlayerOptions(string player)
    {
        var isGenerator = player == LatentGame.GeneratorName;
        return new PlayerOptions(isGenerator ? GeneratorLearningRate : DiscriminatorLearningRate)
        {
            Beta1 = Beta1,
            Beta2 = Beta2,
            Averaging = isGenerator ? GeneratorAveraging : DiscriminatorAveraging,
        };
    }

    /// <summary>A setting for a given time, where it is at its default; else as it is.</summary>
    private protected static T Planned<T>(T setting, T usual, T planned)
        where T : struct => setting.Equals(usual) ? planned : setting;

    /// <summary>The average of the generator's weights for so many steps: over the last twentieth of them or so, and over a
    /// thousand at most.</summary>
    private protected static double PlannedAveraging(long steps) => Math.Round(Math.Clamp(1 - 20.0 / steps, 0.99, 0.999), 4);

    /// <summary>Which of Adam's settings were given, for recipes that may train with another optimizer.</summary>
    private protected IEnumerable<string> AdamSettings()
    {
        if (Beta1 != UsualBeta1)
            yield return nameof(Beta1);
        if (Beta2 != UsualBeta2)
            yield return nameof(Beta2);
    }

    /// <summary>Widths of networks for a given time, the widest first: halves down to <see cref="FewestFeatureMaps"/>, but where
    /// more than by default were asked for.</summary>
    private protected static IEnumerable<int> PlannedFeatureMaps(int featureMaps, int usual)
    {
        yield return featureMaps;
        while (featureMaps > FewestFeatureMaps && featureMaps <= usual)
            yield return featureMaps /= 2;
    }
}
