using static TorchSharp.torch;

namespace Gan.Training.Objectives;

/// <summary>What the two players minimize: a pair of pure functions on discriminator outputs.</summary>
public interface IObjective
{
    /// <summary>The discriminator's loss.</summary>
    /// <param name="real">Logits for real samples [batch, 1].</param>
    /// <param name="fake">Logits for generated samples [batch, 1].</param>
    /// <returns>A scalar.</returns>
    Tensor DiscriminatorLoss(Tensor real, Tensor fake);

    /// <summary>The generator's loss.</summary>
    /// <param name="fake">Logits for generated samples [batch, 1].</param>
    /// <returns>A scalar.</returns>
    Tensor GeneratorLoss(Tensor fake);
}
