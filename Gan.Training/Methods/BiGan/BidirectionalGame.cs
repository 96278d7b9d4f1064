using Gan.Training.Detection;
using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The discriminator tells samples with their latents from generated samples with theirs, and generator and encoder
/// learn from both: J. Donahue, P. Krähenbühl, T. Darrell, "Adversarial Feature Learning", ICLR 2017.</summary>
internal sealed class BidirectionalGame(GameSetup setup, LatentRecipe recipe, Func<EncoderGame, AnomalyScorer> createScorer)
    : EncoderGame(setup, recipe, createScorer)
{
    private protected override bool GeneratorLearnsFromReal => true;

    private protected override bool PassesTogether => false;

    private protected override DiscriminatorInput RealInput(StepContext context, Tensor samples, bool learns)
    {
        using var mode = learns ? null : no_grad();
        return new DiscriminatorInput(samples) { Latents = Encode(context.Batch.Samples) };
    }

    private protected override DiscriminatorInput FakeInput(GeneratorInput input, Tensor samples, bool learns) =>
        new(samples) { Latents = learns ? input.Latent : input.Latent.detach() };
}
