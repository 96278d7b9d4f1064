using Gan.Training;
using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Parts;

/// <summary>Tiny games whose losses and penalties can be worked out by hand.</summary>
internal sealed class Games : IDisposable
{
    private readonly Generator _random = new(7, CPU);

    /// <param name="trunk">Takes samples to features; the score is their weighted sum.</param>
    /// <param name="weights">The score's weights.</param>
    public Games(Module<Tensor, Tensor> trunk, float[] weights)
    {
        var head = Linear(weights.Length, 1, hasBias: false);
        using (no_grad())
            head.weight!.copy_(tensor(weights, [1, weights.Length]));
        Discriminator = new HeadedDiscriminator(trunk, weights.Length, head);
        Generator = new GeneratorNetwork(1, Linear(1, 1));
        Context = new GameContext(
            CPU,
            _random,
            Generator,
            Discriminator,
            new FlatParameters(Generator),
            new FlatParameters(Discriminator),
            2
        );
    }

    public GeneratorNetwork Generator { get; }

    public HeadedDiscriminator Discriminator { get; }

    public GameContext Context { get; }

    /// <summary>D(x) = w · x, whose gradient is w everywhere.</summary>
    public static Games LinearCritic(params float[] weights) => new(Identity(), weights);

    /// <summary>A turn on some samples, which track gradients.</summary>
    public Turn Turn(Tensor real, Tensor fake, long number = 0)
    {
        var (x, y) = (real.detach().requires_grad_(), fake.detach().requires_grad_());
        return new Turn
        {
            Number = number,
            DiscriminatorNumber = number,
            Game = Context,
            Real = new TrainingBatch(real, null),
            Input = new GeneratorInput(zeros(real.shape[0], 1)),
            RealSamples = x,
            FakeSamples = y,
            RealOutput = Discriminator.Judge(x),
            FakeOutput = Discriminator.Judge(y),
        };
    }

    public void Dispose()
    {
        Context.GeneratorParameters.Dispose();
        Context.DiscriminatorParameters.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
        _random.Dispose();
    }
}
