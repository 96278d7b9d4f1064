using Gan.Training.Evaluation.Features;

namespace Gan.Training.Evaluation;

/// <summary>What figures are called: the published names belong to the published network, and every other carries the network's
/// own.</summary>
internal static class EvaluationNames
{
    /// <summary>"FID", or "Fréchet distance (network)".</summary>
    /// <param name="network">The feature network.</param>
    public static string Frechet(IFeatureNetwork network) => Of(network, "FID", "Fréchet distance");

    /// <summary>"KID", or "kernel distance (network)".</summary>
    /// <param name="network">The feature network.</param>
    public static string Kernel(IFeatureNetwork network) => Of(network, "KID", "kernel distance");

    /// <summary>"Inception Score", or "class score (network)".</summary>
    /// <param name="network">The feature network.</param>
    public static string ClassScore(IFeatureNetwork network) => Of(network, "Inception Score", "class score");

    /// <summary>A name that is the same for every network, with the network's.</summary>
    /// <param name="network">The feature network.</param>
    /// <param name="figure">The figure.</param>
    public static string Of(IFeatureNetwork network, string figure)
    {
        ArgumentNullException.ThrowIfNull(network);
        return $"{figure} ({(network.IsStandardInception ? "Inception" : network.Name)})";
    }

    private static string Of(IFeatureNetwork network, string published, string figure)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.IsStandardInception ? published : $"{figure} ({network.Name})";
    }
}
