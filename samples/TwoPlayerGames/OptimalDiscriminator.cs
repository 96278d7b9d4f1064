using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace TwoPlayerGames;

/// <summary>Against a generator that stands still the best discriminator is known: D*(x) = p_data(x) / (p_data(x) + p_g(x))
/// (Goodfellow et al. 2014, proposition 1). A small network learns it from samples alone.</summary>
public static class OptimalDiscriminator
{
    /// <summary>The formula.</summary>
    public static double Formula(Normal data, Normal generated, double x) =>
        data.Density(x) / (data.Density(x) + generated.Density(x));

    /// <summary>Trains a discriminator on samples of both densities, and asks it at some places.</summary>
    /// <returns>D(x), the probability that x is real, at each place.</returns>
    public static float[] Learn(Normal data, Normal generated, float[] places, int steps, int seed)
    {
        const int batch = 512;
        using var scope = NewDisposeScope();
        using var weights = new Generator((ulong)seed, CPU);
        using var network = MlpNetworks.CreateDiscriminator([1], [64, 64]);
        WeightInitialization.FanIn(network, weights);
        using var optimizer = optim.Adam(network.parameters(), 3e-3);
        using var objective = AdversarialLoss.NonSaturating();
        var random = new Random(seed);
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            // Smaller and smaller steps: the last ones settle.
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = 3e-3 * (1 - (double)step / steps);
            var (real, fake) = (Column(data.Sample(batch, random)), Column(generated.Sample(batch, random)));
            optimizer.zero_grad();
            objective.DiscriminatorLoss(network.call(real), network.call(fake)).backward();
            optimizer.step();
        }

        using var noGrad = no_grad();
        return network.call(Column(places)).Score.sigmoid().data<float>().ToArray();
    }

    internal static Tensor Column(float[] values) => tensor(values, [values.Length, 1]);
}
