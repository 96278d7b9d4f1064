using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>What the two players minimize: a pair of functions of what the discriminator says.</summary>
public abstract class AdversarialLoss : GamePart
{
    /// <summary>Whether the generator's loss needs the discriminator's output for real samples too. False unless
    /// overridden.</summary>
    public virtual bool GeneratorSeesReal => false;

    /// <summary>By how much the discriminator calls each real sample real, [batch, 1]: above 0 it does, below it takes it for
    /// generated. A logit's own sign says so; losses whose scores have no zero compare with generated samples.</summary>
    /// <param name="real">Its output for real samples.</param>
    /// <param name="fake">Its output for as many generated samples.</param>
    public virtual Tensor Margin(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        return real.Score;
    }

    /// <summary>The discriminator's loss.</summary>
    /// <param name="real">Its output for real samples.</param>
    /// <param name="fake">Its output for generated samples.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake);

    /// <summary>The generator's loss.</summary>
    /// <param name="fake">The discriminator's output for generated samples.</param>
    /// <param name="real">Its output for real samples, without gradients unless an encoder learns from it; null unless
    /// <see cref="GeneratorSeesReal"/>.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real);
}
