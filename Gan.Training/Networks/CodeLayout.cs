namespace Gan.Training.Networks;

/// <summary>How a code vector is made up (Chen et al., "InfoGAN", 2016): one-hot blocks for the categorical codes, first to last,
/// then the continuous codes in [-1, 1].</summary>
/// <param name="Categorical">The number of categories of each categorical code.</param>
/// <param name="Continuous">The number of continuous codes.</param>
internal sealed record CodeLayout(IReadOnlyList<int> Categorical, int Continuous)
{
    /// <summary>Width of the code vector.</summary>
    public int Width => Categorical.Sum() + Continuous;
}
