using Gan.Onnx.Bundles;
using Gan.Training.Networks;
using Gan.Training.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Recipes;

/// <summary>A published method: which networks, which objective, which hyper-parameters. It contains no training loop.</summary>
/// <remarks>Recipes are immutable; change a setting with a <c>with</c> expression.</remarks>
public abstract record Recipe
{
    /// <summary>The name the command line knows it by.</summary>
    public abstract string Name { get; }

    /// <summary>The method's usual name.</summary>
    public abstract string Method { get; }

    /// <summary>The paper it follows.</summary>
    public abstract string Paper { get; }

    /// <summary>Width of the latent vector.</summary>
    public int LatentSize { get; init; } = 100;

    /// <summary>What latents are drawn from.</summary>
    public LatentDistribution LatentDistribution { get; init; } = LatentDistribution.Normal;

    /// <summary>Samples in a batch; at least 2.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Discriminator updates before each generator update (k in Goodfellow et al. 2014); at least 1.</summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Learning rate of the generator.</summary>
    public double GeneratorLearningRate { get; init; } = 2e-4;

    /// <summary>Learning rate of the discriminator.</summary>
    public double DiscriminatorLearningRate { get; init; } = 2e-4;

    /// <summary>Adam's decay rate of the mean gradient.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's decay rate of the mean squared gradient.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What the players minimize.</summary>
    public abstract IObjective Objective { get; }

    /// <summary>Makes the generator, with weights drawn from <paramref name="random"/>.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="random">Where initial weights come from (on the CPU).</param>
    public abstract GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, Generator random);

    /// <summary>Makes the discriminator, with weights drawn from <paramref name="random"/>.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="random">Where initial weights come from (on the CPU).</param>
    public abstract DiscriminatorNetwork CreateDiscriminator(IReadOnlyList<int> shape, Generator random);

    /// <summary>Makes a player's optimizer.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="learningRate">Its step size.</param>
    public virtual OptimizerHelper CreateOptimizer(IEnumerable<Parameter> parameters, double learningRate) =>
        optim.Adam(parameters, learningRate, Beta1, Beta2);
}
