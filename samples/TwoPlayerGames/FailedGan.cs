using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace TwoPlayerGames;

/// <summary>Two GANs on the same data, three bumps on a line. In one the generator learns so often between two steps of the
/// discriminator that it finds the discriminator's favourite place and puts everything there; in the other the discriminator
/// keeps up.</summary>
/// <remarks>The order of play matters: a generator trained to the end against a fixed discriminator solves max-min instead of
/// min-max, and its best answer is a single point (Goodfellow, "NIPS 2016 Tutorial", section 5.1.1).</remarks>
public static class FailedGan
{
    private const int Batch = 256;
    private const int LatentSize = 2;

    /// <summary>The data: three bumps.</summary>
    public static Normal Data { get; } = new(0.2, -2, 0, 2);

    /// <summary>Trains a GAN and draws from it.</summary>
    /// <param name="rounds">Rounds of play.</param>
    /// <param name="discriminatorSteps">Discriminator updates a round.</param>
    /// <param name="generatorSteps">Generator updates a round.</param>
    /// <param name="seed">Fixes the result.</param>
    /// <returns>Samples of the trained generator.</returns>
    public static float[] Train(int rounds, int discriminatorSteps, int generatorSteps, int seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed, CPU);
        using var generator = MlpNetworks.CreateGenerator([1], LatentSize, [64, 64]);
        using var discriminator = MlpNetworks.CreateDiscriminator([1], [64, 64]);
        WeightInitialization.FanIn(generator, random);
        WeightInitialization.FanIn(discriminator, random);
        using var generatorOptimizer = optim.Adam(generator.parameters(), 1e-3, 0.5, 0.999);
        using var discriminatorOptimizer = optim.Adam(discriminator.parameters(), 1e-3, 0.5, 0.999);
        using var objective = AdversarialLoss.NonSaturating();
        var numbers = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            using var inner = NewDisposeScope();
            for (var i = 0; i < discriminatorSteps; i++)
            {
                var real = OptimalDiscriminator.Column(Data.Sample(Batch, numbers));
                discriminatorOptimizer.zero_grad();
                objective.DiscriminatorLoss(discriminator.call(real), discriminator.call(Generate().detach())).backward();
                discriminatorOptimizer.step();
            }

            for (var i = 0; i < generatorSteps; i++)
            {
                generatorOptimizer.zero_grad();
                objective.GeneratorLoss(discriminator.call(Generate()), null).backward();
                generatorOptimizer.step();
            }
        }

        using var noGrad = no_grad();
        return [.. Enumerable.Range(0, 8).SelectMany(_ => Generate().data<float>().ToArray())];

        // The networks work in [-1, 1], the data lie in [-3, 3].
        Tensor Generate() => 3 * generator.call(new GeneratorInput(randn([Batch, LatentSize], generator: random)));
    }

    /// <summary>How many of the three bumps have at least a tenth of the samples within half a unit.</summary>
    public static int Bumps(float[] samples) =>
        new[] { -2, 0, 2 }.Count(bump => samples.Count(s => Math.Abs(s - bump) < 0.5) >= 0.1 * samples.Length);

    /// <summary>The standard deviation of samples.</summary>
    public static double Spread(float[] samples)
    {
        var mean = samples.Average();
        return Math.Sqrt(samples.Average(s => (s - mean) * (s - mean)));
    }
}
