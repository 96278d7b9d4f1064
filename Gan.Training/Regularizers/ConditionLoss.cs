using static TorchSharp.torch;

namespace Gan.Training.Regularizers;

/// <summary>What makes a generator of tables heed its conditions: the cross-entropy between a condition and the categories of the
/// row that was made
/// under it (L. Xu et al., "Modeling Tabular Data using Conditional GAN", NeurIPS 2019, section 4.3).</summary>
/// <remarks>For each row the sum over the columns that are asked for, -log of the asked category's share in its block; the mean
/// over the rows.
/// Encoded rows begin with the blocks that conditions are made of.</remarks>
public sealed class ConditionLoss : Regularizer
{
    // A share may be rounded to 0; its logarithm stays finite.
    private const double Smallest = 1e-30;

    /// <summary>The weight. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (turn.Real.Conditions is not { } conditions)
            return null;
        // Rows may lie packed, several to a sample, each followed by its condition.
        var shares = turn.FakeSamples.reshape([conditions.shape[0], -1]).narrow(1, 0, conditions.shape[1]);
        return -Weight * (conditions * (shares + Smallest).log()).sum(1).mean();
    }
}
