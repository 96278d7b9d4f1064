using Gan.Training;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Detectors;

/// <summary>Networks of one weight a layer: G(z) = 2z, E(x) = x/4, so that G(E(x)) = x/2; the second encoder is the
/// identity.</summary>
internal sealed class TinyNetworks : IDisposable
{
    private readonly Generator _random = new(7, CPU);

    public GeneratorNetwork Generator { get; } = new(1, Times(2), encoder: Times(0.25f), secondEncoder: Times(1));

    /// <summary>Features are the sample itself, the score is it too.</summary>
    public HeadedDiscriminator Critic { get; } = new(Identity(), 1, Times(1));

    /// <summary>Features are the pair itself.</summary>
    public PairDiscriminator Pairs { get; } = new(Identity(), Identity(), Times(1, 1), 2);

    /// <summary>Features are the pair itself, scores the difference of its parts.</summary>
    public AladDiscriminator Cycles { get; } =
        new(
            new PairDiscriminator(Identity(), Identity(), Times(1, 1), 2),
            new HeadedDiscriminator(Identity(), 2, Times(1, -1)),
            new HeadedDiscriminator(Identity(), 2, Times(1, -1))
        );

    /// <summary>A turn with one real row and one latent.</summary>
    public Turn Turn(DiscriminatorNetwork discriminator, float row, float latent)
    {
        var z = tensor(new[] { latent }, [1, 1]);
        var fake = Generator.Generate(new GeneratorInput(z));
        var output = new DiscriminatorOutput(zeros(1, 1), zeros(1, 1));
        var real = tensor(new[] { row }, [1, 1]);
        return new Turn
        {
            Number = 0,
            DiscriminatorNumber = 0,
            Game = new GameContext(
                CPU,
                _random,
                Generator,
                discriminator,
                new FlatParameters(Generator),
                new FlatParameters(discriminator),
                1
            ),
            Real = new TrainingBatch(real, null),
            Input = new GeneratorInput(z),
            RealSamples = real,
            FakeSamples = fake,
            FakeOutput = output,
        };
    }

    public void Dispose()
    {
        Generator.Dispose();
        Critic.Dispose();
        Pairs.Dispose();
        Cycles.Dispose();
        _random.Dispose();
    }

    /// <summary>A sum of inputs by weights.</summary>
    private static TorchSharp.Modules.Linear Times(params float[] weights)
    {
        var layer = Linear(weights.Length, 1, hasBias: false);
        using var noGrad = no_grad();
        layer.weight!.copy_(tensor(weights, [1, weights.Length]));
        return layer;
    }
}
