using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>One player's turn, as objectives and regularizers see it.</summary>
public sealed record Turn
{
    /// <summary>Generator updates done before this step.</summary>
    public required long Number { get; init; }

    /// <summary>Discriminator updates done before this step, over the whole run.</summary>
    public required long DiscriminatorNumber { get; init; }

    /// <summary>The game.</summary>
    public required GameContext Game { get; init; }

    /// <summary>The rows of the data set, as they are.</summary>
    public required TrainingBatch Real { get; init; }

    /// <summary>Rows that all have a label, where the recipe asks for such a batch; else null.</summary>
    public TrainingBatch? Labelled { get; init; }

    /// <summary>What the generated samples were made from.</summary>
    public required GeneratorInput Input { get; init; }

    /// <summary>The real samples as the discriminator saw them: augmented and packed.</summary>
    public required Tensor RealSamples { get; init; }

    /// <summary>The generated samples as the discriminator saw them: augmented and packed. In the generator's turn gradients flow
    /// through
    /// them to the generator; in the discriminator's they are detached.</summary>
    public required Tensor FakeSamples { get; init; }

    /// <summary>The labels that the discriminator saw beside the real samples; null where it takes none.</summary>
    public Tensor? RealLabels { get; init; }

    /// <summary>The labels that the discriminator saw beside the generated samples; null where it takes none.</summary>
    public Tensor? FakeLabels { get; init; }

    /// <summary>What it said of the real samples. In the generator's turn only where a part asks for it
    /// (<see cref="Objectives.Objective.GeneratorSeesReal"/>), and then without gradients.</summary>
    public DiscriminatorOutput? RealOutput { get; init; }

    /// <summary>What it said of the generated samples.</summary>
    public required DiscriminatorOutput FakeOutput { get; init; }
}
