using Gan.Training.Schedules;
using static TorchSharp.torch;

namespace Gan.Training.Regularizers;

/// <summary>What <see cref="R1Penalty"/> and <see cref="R2Penalty"/> have in common: gamma/2 times the mean squared norm of the
/// discriminator's gradient.</summary>
public abstract class ZeroCentredPenalty : Regularizer
{
    /// <summary>The weight. Default 1.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>What gamma is multiplied by over the run. Default constant.</summary>
    public Schedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>The penalty is taken at every so many discriminator updates only, and multiplied by this number: lazy
    /// regularization (T. Karras
    /// et al., "Analyzing and Improving the Image Quality of StyleGAN", 2020); see <see cref="LazyRegularization"/> for Adam's
    /// part in it. At
    /// least 1; default 1.</summary>
    public int Every { get; init; } = 1;

    /// <inheritdoc/>
    public override bool NeedsSampleGradients(long discriminatorNumber) => discriminatorNumber % Every == 0;

    /// <summary>The penalty on some samples.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="scores">Their scores.</param>
    /// <param name="samples">The samples, tracking gradients.</param>
    private protected Tensor? Penalty(Turn turn, Tensor scores, Tensor samples) =>
        NeedsSampleGradients(turn.DiscriminatorNumber)
            ? Gamma / 2 * Every * Schedule.At(turn.Number) * SampleGradient.ZeroCentred(SampleGradient.Of(scores, samples))
            : null;
}
