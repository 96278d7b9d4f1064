using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>What a discriminator says of a batch.</summary>
/// <param name="Score">How real each sample looks, [batch, 1], unbounded: a logit, or a critic's value; higher means more
/// real.</param>
/// <param name="Features">What lies before the last layer, [batch, features].</param>
public sealed record DiscriminatorOutput(Tensor Score, Tensor Features)
{
    /// <summary>Class logits [batch, classes], where the discriminator also classifies.</summary>
    public Tensor? Classes { get; init; }

    /// <summary>Estimates of the code that a sample was made from, [batch, <see cref="CodeLayout.Width"/>]: logits for
    /// categorical codes, means for continuous ones; where the discriminator has a code head.</summary>
    public Tensor? Code { get; init; }

    /// <summary>The samples as an autoencoding discriminator reconstructs them, [batch, ...shape].</summary>
    public Tensor? Reconstruction { get; init; }

    /// <summary>What it said of the first rows, and of the others.</summary>
    /// <param name="rows">How many rows are the first; 1 to one less than the batch.</param>
    public (DiscriminatorOutput First, DiscriminatorOutput Others) Split(long rows)
    {
        var others = Score.shape[0] - rows;
        DiscriminatorOutput Part(long start, long count) =>
            new(Score.narrow(0, start, count), Features.narrow(0, start, count))
            {
                Classes = Classes?.narrow(0, start, count),
                Code = Code?.narrow(0, start, count),
                Reconstruction = Reconstruction?.narrow(0, start, count),
            };
        return (Part(0, rows), Part(rows, others));
    }
}
