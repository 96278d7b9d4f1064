using Gan.Training.Detection;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>A latent game in which an encoder, which takes samples back to latents, learns as the generator does.</summary>
internal class EncoderGame : LatentGame
{
    /// <summary>What the encoder is called among the generator's networks.</summary>
    public const string EncoderName = "encoder";

    private readonly Func<EncoderGame, AnomalyScorer> _createScorer;

    /// <param name="setup">Data, device and random numbers.</param>
    /// <param name="recipe">Makes an encoder beside the generator.</param>
    /// <param name="createScorer">Makes what scores rows by the networks as they are.</param>
    public EncoderGame(GameSetup setup, LatentRecipe recipe, Func<EncoderGame, AnomalyScorer> createScorer)
        : base(setup, recipe) => _createScorer = createScorer;

    /// <summary>The encoder as it trains.</summary>
    public nn.Module<Tensor, Tensor> Encoder => GeneratorPlayer.Network<nn.Module<Tensor, Tensor>>(EncoderName);

    /// <summary>The encoder to score with and to export.</summary>
    public nn.Module<Tensor, Tensor> EncoderResult => GeneratorPlayer.Result<nn.Module<Tensor, Tensor>>(EncoderName);

    /// <summary>Takes samples [batch, ...shape] to latents [batch, latent].</summary>
    public Tensor Encode(Tensor samples) => MixedPrecision.Full(Encoder.call(samples));

    public override AnomalyScorer CreateScorer() => _createScorer(this);

    public override IReadOnlyList<BundlePart> Export() => [.. base.Export(), new EncoderPart(EncoderResult)];
}
