using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>Tells a real sample with the latent that the encoder gives it from a generated sample with the latent it was made
/// from: the discriminator of Donahue et al., "Adversarial Feature Learning", 2017.</summary>
internal sealed class PairDiscriminator : DiscriminatorNetwork
{
    private readonly Module<Tensor, Tensor> _samples;
    private readonly Module<Tensor, Tensor> _joint;
    private readonly Module<Tensor, Tensor> _score;

    /// <summary>Wraps the layers.</summary>
    /// <param name="samples">Takes samples [batch, ...shape] to features [batch, any]. Owned from here on, like the
    /// others.</param>
    /// <param name="joint">Takes those features with the latent behind them to joint features [batch, count].</param>
    /// <param name="score">Takes joint features to [batch, 1].</param>
    /// <param name="featureCount">Width of the joint features.</param>
    public PairDiscriminator(
        Module<Tensor, Tensor> samples,
        Module<Tensor, Tensor> joint,
        Module<Tensor, Tensor> score,
        int featureCount
    )
        : base(nameof(PairDiscriminator))
    {
        (_samples, _joint, _score, FeatureCount) = (samples, joint, score, featureCount);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no latents.</exception>
    public override DiscriminatorOutput forward(DiscriminatorInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var latents =
            input.Latents ?? throw new ArgumentException("This discriminator judges samples with their latents.", nameof(input));
        var features = MixedPrecision.Full(_joint.call(cat([MixedPrecision.Full(_samples.call(input.Samples)), latents], 1)));
        return new DiscriminatorOutput(MixedPrecision.Full(_score.call(features)), features);
    }

    /// <summary>Writes the joint features of samples with their latents.</summary>
    internal OnnxValue WriteFeatures(ModuleGraphWriter writer, OnnxValue samples, OnnxValue latents, string path) =>
        writer.Write(
            _joint,
            writer.Concatenate([writer.Write(_samples, samples, path + ".samples"), latents], 1),
            path + ".joint"
        );

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: what is exported is a scorer over it.</exception>
    public override OnnxDiscriminatorOutputs WriteOnnx(ModuleGraphWriter writer, OnnxDiscriminatorInputs inputs, string path) =>
        throw new InvalidOperationException(
            "This discriminator judges samples with their latents; what is exported is a scorer over it."
        );
}
