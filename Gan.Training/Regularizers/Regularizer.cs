using static TorchSharp.torch;

namespace Gan.Training.Regularizers;

/// <summary>Adds a term to a player's loss, or acts on its gradients or weights.</summary>
public abstract class Regularizer : GamePart
{
    /// <summary>Whether the generator's term needs the discriminator's output for real samples. False unless
    /// overridden.</summary>
    public virtual bool GeneratorSeesReal => false;

    /// <summary>Whether <see cref="DiscriminatorTerm"/> will differentiate the discriminator's outputs by the samples it saw at
    /// this turn,
    /// so that those samples must track gradients. False unless overridden.</summary>
    /// <param name="discriminatorNumber">Discriminator updates done before.</param>
    public virtual bool NeedsSampleGradients(long discriminatorNumber) => false;

    /// <summary>What is added to the discriminator's loss.</summary>
    /// <param name="turn">The turn.</param>
    /// <returns>A scalar, or null for nothing at this turn.</returns>
    public virtual Tensor? DiscriminatorTerm(Turn turn) => null;

    /// <summary>What is added to the generator's loss.</summary>
    /// <param name="turn">The turn.</param>
    /// <returns>A scalar, or null for nothing at this turn.</returns>
    public virtual Tensor? GeneratorTerm(Turn turn) => null;
}
