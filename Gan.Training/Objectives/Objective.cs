using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Objectives;

/// <summary>What the two players minimize: a pair of functions of what the discriminator says.</summary>
public abstract class Objective : GamePart
{
    /// <summary>Whether the generator's loss needs the discriminator's output for real samples too. False unless
    /// overridden.</summary>
    public virtual bool GeneratorSeesReal => false;

    /// <summary>Whether the generator's gradient also flows through the discriminator's output for real samples, to the encoder
    /// whose latents
    /// it judged beside them. False unless overridden.</summary>
    public virtual bool EncoderLearnsFromReal => false;

    /// <summary>The discriminator's loss.</summary>
    /// <param name="real">Its output for real samples.</param>
    /// <param name="fake">Its output for generated samples.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake);

    /// <summary>The generator's loss.</summary>
    /// <param name="fake">The discriminator's output for generated samples.</param>
    /// <param name="real">Its output for real samples, without gradients unless <see cref="EncoderLearnsFromReal"/>; null unless
    /// <see cref="GeneratorSeesReal"/>.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real);
}
