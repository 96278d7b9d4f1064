using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>GANomaly's game: the generator decodes what the encoder makes of real rows, the discriminator tells rows from such
/// reconstructions, and a second encoder encodes the reconstructions again.</summary>
/// <remarks>The generator never sees a random latent. So what is shown and measured are reconstructions, and no generator is
/// exported.</remarks>
internal sealed class ReconstructionGame(GameSetup setup, LatentRecipe recipe) : EncoderGame(setup, recipe, Scorer)
{
    public const string SecondEncoderName = "second-encoder";

    private nn.Module<Tensor, Tensor> SecondEncoder => GeneratorPlayer.Network<nn.Module<Tensor, Tensor>>(SecondEncoderName);

    private protected override bool DrawsInputs => false;

    /// <summary>Takes reconstructions to latents.</summary>
    public Tensor EncodeAgain(Tensor samples) => MixedPrecision.Full(SecondEncoder.call(samples));

    /// <summary>Reconstructions of rows that the random numbers choose.</summary>
    public override Tensor Preview(int rows, Generator random)
    {
        using var encoding = new EvaluationMode(EncoderResult);
        using var decoding = new EvaluationMode(GeneratorResult);
        using var noGrad = no_grad();
        var chosen = randint(Data.Count, [rows], ScalarType.Int64, CPU, generator: random).data<long>().ToArray();
        var samples = DataRows.OnDevice(Data, [.. chosen.Select(row => (int)row)], Device);
        return GeneratorResult.call(new GeneratorInput(MixedPrecision.Full(EncoderResult.call(samples))));
    }

    public override IReadOnlyList<BundlePart> Export() => [new DiscriminatorPart(this, CreateScorer())];

    private protected override GeneratorInput InputOf(StepContext context, bool withGradients) =>
        new(
            context.Once(
                "latent",
                () =>
                {
                    using var mode = withGradients ? null : no_grad();
                    return Encode(context.Batch.Samples);
                }
            )
        );

    private static GanomalyScorer Scorer(EncoderGame game) =>
        new(game.GeneratorResult, game.EncoderResult, game.GeneratorPlayer.Result<nn.Module<Tensor, Tensor>>(SecondEncoderName));
}
