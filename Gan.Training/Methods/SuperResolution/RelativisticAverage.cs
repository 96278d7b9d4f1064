using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Methods;

/// <summary>The relativistic average loss: A. Jolicoeur-Martineau, "The relativistic discriminator", ICLR 2019; as ESRGAN has it.
/// Each real score is compared with the mean of the generated ones, and each generated one with the mean of the real
/// ones.</summary>
/// <remarks>Scores are logits of any shape, such as maps of patches, [batch, 1, height, width]; each loss is a scalar.</remarks>
internal static class RelativisticAverage
{
    /// <summary>Half of E[softplus(-(D(x) - E D(G)))] + E[softplus(D(G) - E D(x))].</summary>
    public static Tensor DiscriminatorLoss(Tensor real, Tensor fake) =>
        (softplus(fake.mean() - real).mean() + softplus(fake - real.mean()).mean()) / 2;

    /// <summary>The same with real and generated exchanged: the generator learns from real scores too.</summary>
    public static Tensor GeneratorLoss(Tensor real, Tensor fake) => DiscriminatorLoss(fake, real);
}
