using Gan.Training.Games;
using Gan.Training.Losses;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>What makes a generator of tables heed its conditions: the cross-entropy between a condition and the categories of the
/// row that was made under it (L. Xu et al., "Modeling Tabular Data using Conditional GAN", NeurIPS 2019, section 4.3).</summary>
/// <remarks>For each row the sum over the columns that are asked for, -log of the asked category's share in its block; the mean
/// over the rows. Encoded rows begin with the blocks that conditions are made of.</remarks>
internal sealed class ConditionLoss : LossTerm
{
    /// <inheritdoc/>
    public override string Name => "conditions";

    // A share may be rounded to 0; its logarithm stays finite.
    private const double Smallest = 1e-30;

    /// <summary>The weight. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor? GeneratorTerm(AdversarialStep pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        if (pass.Real.Conditions is not { } conditions)
            return null;
        var shares = pass.Fake.narrow(1, 0, conditions.shape[1]);
        return -Weight * (conditions * (shares + Smallest).log()).sum(1).mean();
    }
}
