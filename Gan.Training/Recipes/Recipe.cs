using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Onnx.Bundles;
using Gan.Training.Augmentations;
using Gan.Training.Data;
using Gan.Training.Detectors;
using Gan.Training.Networks;
using Gan.Training.Objectives;
using Gan.Training.Regularizers;
using Gan.Training.Schedules;
using Gan.Training.Tables;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Recipes;

/// <summary>A published method: which networks, which objective, which regularizers, which hyper-parameters. It contains no
/// training
/// loop.</summary>
/// <remarks>Recipes are immutable; change a setting with a <c>with</c> expression, or by name with
/// <see cref="RecipeSettings"/>.</remarks>
public abstract record Recipe
{
    /// <summary>The name the command line knows it by.</summary>
    public abstract string Name { get; }

    /// <summary>The method's usual name.</summary>
    public abstract string Method { get; }

    /// <summary>The paper it follows.</summary>
    public abstract string Paper { get; }

    /// <summary>Whether every or some rows of the data set must have a label. False unless overridden.</summary>
    public virtual bool NeedsLabels => false;

    /// <summary>Width of the latent vector.</summary>
    /// <value>At least 1; default 100.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int LatentSize { get; init; } = 100;

    /// <summary>What latents are drawn from.</summary>
    /// <value>Normal or Uniform; default Normal.</value>
    [Category("networks")]
    public LatentDistribution LatentDistribution { get; init; } = LatentDistribution.Normal;

    /// <summary>Samples the discriminator sees of each kind at each update.</summary>
    /// <value>At least 2; default 64.</value>
    [Category("optimization"), Range(2, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Discriminator updates before each generator update (k in Goodfellow et al. 2014).</summary>
    /// <value>At least 1; default 1.</value>
    [Category("optimization"), Range(1, int.MaxValue)]
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Learning rate of the generator.</summary>
    /// <value>Above 0; default 0.0002.</value>
    [Category("optimization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double GeneratorLearningRate { get; init; } = 2e-4;

    /// <summary>Learning rate of the discriminator. Another one than the generator's is what Heusel et al. (2017) call the
    /// two time-scale update rule.</summary>
    /// <value>Above 0; default 0.0002.</value>
    [Category("optimization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double DiscriminatorLearningRate { get; init; } = 2e-4;

    /// <summary>What both learning rates are multiplied by over the run; as text <c>constant:FACTOR</c>,
    /// <c>linear:FROM:TO:UPDATES</c>, <c>cosine:FROM:TO:UPDATES</c> or <c>exponential:HALF-LIFE</c>.</summary>
    /// <value>Default constant:1.</value>
    [Category("optimization")]
    public Schedule LearningRateSchedule { get; init; } = new ConstantSchedule();

    /// <summary>Adam's decay rate of the mean gradient.</summary>
    /// <value>At least 0 and below 1; default 0.5.</value>
    [Category("optimization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's decay rate of the mean squared gradient.</summary>
    /// <value>At least 0 and below 1; default 0.999.</value>
    [Category("optimization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

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

    /// <summary>Standard deviation of the noise on every sample the discriminator sees, at the first step; 0 for
    /// none.</summary>
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

    /// <summary>Discriminator updates that the generator's gradient looks ahead through (Unrolled GAN); 0 for none.</summary>
    public virtual int UnrolledSteps => 0;

    /// <summary>Rows in the extra batch of labelled rows that each discriminator update sees; 0 for none.</summary>
    public virtual int LabelledBatchSize => 0;

    /// <summary>The codes that the generator takes beside its latent; null for none.</summary>
    public virtual CodeLayout? Codes => null;

    /// <summary>What draws conditions and the real rows that meet them, in place of rows in turn; null, unless overridden, for
    /// none. Then the
    /// conditions are the generator's codes, and the discriminator sees them behind each sample's values.</summary>
    /// <param name="data">What is learned.</param>
    public virtual ConditionSampler? CreateConditionSampler(Dataset data) => null;

    /// <summary>Whether generated samples are the generator's reconstructions of real rows, from the latents that its encoder
    /// gives them,
    /// instead of samples from random latents. False unless overridden.</summary>
    public virtual bool Reconstructs => false;

    /// <summary>What scores rows where that is not the discriminator itself; null, unless overridden. Made anew whenever the
    /// networks have
    /// changed and a row is to be scored.</summary>
    /// <param name="context">The trained networks, and rows they were trained on.</param>
    public virtual AnomalyScorer? CreateScorer(ScorerContext context) => null;

    /// <summary>What the players minimize; a new one for each run.</summary>
    public abstract Objective CreateObjective();

    /// <summary>What is added to the losses or acts on gradients and weights, in this order; new ones for each run. What the
    /// settings common
    /// to all recipes ask for, unless a recipe adds its own.</summary>
    public virtual IReadOnlyList<Regularizer> CreateRegularizers() =>
        MaximumGradientNorm > 0 ? [new GradientClipping { MaximumNorm = MaximumGradientNorm }] : [];

    /// <summary>What changes samples on their way to the discriminator, in this order; new ones for each run.</summary>
    public IReadOnlyList<Augmentation> CreateAugmentations()
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

    /// <summary>Makes a player's optimizer. Adam unless overridden.</summary>
    /// <param name="player">Whose it is.</param>
    /// <param name="parameters">What it updates: one flat buffer.</param>
    /// <param name="learningRate">Its step size.</param>
    public virtual OptimizerHelper CreateOptimizer(PlayerRole player, IEnumerable<Parameter> parameters, double learningRate) =>
        optim.Adam(parameters, learningRate, Beta1, Beta2);
}
