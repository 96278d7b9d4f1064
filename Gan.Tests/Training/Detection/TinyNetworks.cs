using Gan.Tests.Training.Parts;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Detection;

/// <summary>Networks of one weight a layer: G(z) = 2z, E(x) = x/4, so that G(E(x)) = x/2; the second encoder is the
/// identity.</summary>
internal sealed class TinyNetworks : IDisposable
{
    private readonly List<TinyGame> _games = [];

    public GeneratorNetwork Generator { get; } = new(1, Times(2));

    public TorchSharp.Modules.Linear Encoder { get; } = Times(0.25f);

    public TorchSharp.Modules.Linear SecondEncoder { get; } = Times(1);

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

    /// <summary>What losses of a game with an encoder see of one real row and one latent.</summary>
    public AdversarialStep Encode(DiscriminatorNetwork discriminator, float row, float latent) =>
        Pass(
            discriminator,
            row,
            latent,
            [],
            (setup, recipe) => new EncoderGame(setup, recipe, _ => throw new NotSupportedException())
        );

    /// <summary>The same of a game of reconstructions.</summary>
    public AdversarialStep Reconstruct(float row, float latent) =>
        Pass(
            Critic,
            row,
            latent,
            new() { [ReconstructionGame.SecondEncoderName] = SecondEncoder },
            (setup, recipe) => new ReconstructionGame(setup, recipe)
        );

    private AdversarialStep Pass(
        DiscriminatorNetwork discriminator,
        float row,
        float latent,
        Dictionary<string, Module> more,
        Func<GameSetup, LatentRecipe, LatentGame> createGame
    )
    {
        var encoders = new Dictionary<string, Module>(more) { [EncoderGame.EncoderName] = Encoder };
        var game = new TinyGame(Generator, discriminator, encoders, createGame: createGame);
        _games.Add(game);
        var z = tensor(new[] { latent }, [1, 1]);
        return game.Pass(tensor(new[] { row }, [1, 1]), Generator.call(new GeneratorInput(z)), z);
    }

    public void Dispose()
    {
        foreach (var game in _games)
            game.Dispose();
        Generator.Dispose();
        Encoder.Dispose();
        SecondEncoder.Dispose();
        Critic.Dispose();
        Pairs.Dispose();
        Cycles.Dispose();
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
