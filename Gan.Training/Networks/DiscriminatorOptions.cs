namespace Gan.Training.Networks;

/// <summary>What a discriminator sees beside the sample and what it says of it.</summary>
internal sealed record DiscriminatorOptions
{
    /// <summary>Whether it has a score head; without one the score comes from the class logits. Default true.</summary>
    public bool ScoreHead { get; init; } = true;

    /// <summary>Classes of the class head; 0, the default, for none.</summary>
    public int ClassHead { get; init; }

    /// <summary>Codes that the code head estimates; null, the default, for none.</summary>
    public CodeLayout? CodeHead { get; init; }

    /// <summary>Width of the code head's hidden layer, with batch norm and LeakyReLU; 0, the default, for a linear
    /// head.</summary>
    public int CodeHidden { get; init; }

    /// <summary>Classes whose one-hot label the first layer sees beside the sample; 0, the default, for none.</summary>
    public int LabelInputs { get; init; }

    /// <summary>Classes whose embedding is projected onto the features (Miyato and Koyama 2018); 0, the default, for
    /// none.</summary>
    public int ProjectionClasses { get; init; }

    /// <summary>Samples it judges together (Lin et al., "PacGAN", 2018); at least 1. Default 1.</summary>
    public int Packing { get; init; } = 1;
}
