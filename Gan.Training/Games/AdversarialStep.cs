using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>One update of a discriminator or a generator, as losses, their terms and augmentations see it: the samples as they
/// are, and as the discriminator saw them.</summary>
public sealed record AdversarialStep
{
    /// <summary>The game.</summary>
    public required LatentGame Game { get; init; }

    /// <summary>The batch.</summary>
    public required StepContext Context { get; init; }

    /// <summary>The rows of the data set, as they are.</summary>
    public required TrainingBatch Real { get; init; }

    /// <summary>What the generated samples were made from.</summary>
    public required GeneratorInput Input { get; init; }

    /// <summary>The generated samples as they are, [batch, ...shape]. In the generator's update gradients flow through them to
    /// the generator; in the discriminator's they are detached.</summary>
    public required Tensor Fake { get; init; }

    /// <summary>The real samples as the discriminator saw them: augmented and packed, with labels where it takes them.</summary>
    public required DiscriminatorInput RealInput { get; init; }

    /// <summary>The generated samples as the discriminator saw them.</summary>
    public required DiscriminatorInput FakeInput { get; init; }

    /// <summary>What it said of the real samples. In the generator's update only where the loss or a term asks for it, and then
    /// without gradients, unless an encoder learns from it.</summary>
    public DiscriminatorOutput? RealOutput { get; init; }

    /// <summary>What it said of the generated samples.</summary>
    public required DiscriminatorOutput FakeOutput { get; init; }

    /// <summary>The discriminator as it trains.</summary>
    public DiscriminatorNetwork Discriminator => Game.Discriminator;

    /// <summary>The generator as it trains.</summary>
    public GeneratorNetwork Generator => Game.Generator;

    /// <summary>Random numbers for terms.</summary>
    public Generator Random => Game.Setup.Randoms.Parts;
}
