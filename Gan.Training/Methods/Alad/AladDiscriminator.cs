using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>ALAD's three discriminators: of samples with their latents, of samples with their reconstructions, and of latents
/// with theirs (Zenati et al., "Adversarially Learned Anomaly Detection", 2018).</summary>
internal sealed class AladDiscriminator : DiscriminatorNetwork
{
    private readonly PairDiscriminator _pairs;
    private readonly HeadedDiscriminator _samples;
    private readonly HeadedDiscriminator _latents;

    /// <summary>Wraps the discriminators.</summary>
    /// <param name="pairs">Of samples with their latents. Owned from here on, like the others.</param>
    /// <param name="samples">Of two samples that lie together along the first dimension.</param>
    /// <param name="latents">Of two latents, one behind the other.</param>
    public AladDiscriminator(PairDiscriminator pairs, HeadedDiscriminator samples, HeadedDiscriminator latents)
        : base(nameof(AladDiscriminator))
    {
        ArgumentNullException.ThrowIfNull(samples);
        (_pairs, _samples, _latents) = (pairs, samples, latents);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount => _samples.FeatureCount;

    /// <summary>Tells a sample beside itself from a sample beside its reconstruction.</summary>
    /// <param name="samples">Samples [batch, ...shape].</param>
    /// <param name="others">The same samples, or their reconstructions.</param>
    public DiscriminatorOutput CompareSamples(Tensor samples, Tensor others) => _samples.call(cat([samples, others], 1));

    /// <summary>Tells a latent beside itself from a latent beside its reconstruction.</summary>
    /// <param name="latents">Latents [batch, latent].</param>
    /// <param name="others">The same latents, or their reconstructions.</param>
    public DiscriminatorOutput CompareLatents(Tensor latents, Tensor others) => _latents.call(cat([latents, others], 1));

    /// <inheritdoc/>
    public override DiscriminatorOutput forward(DiscriminatorInput input) => _pairs.call(input);

    /// <summary>Writes the features of two samples that lie beside each other.</summary>
    internal OnnxValue WriteSampleFeatures(ModuleGraphWriter writer, OnnxValue samples, OnnxValue others, string path) =>
        writer.Write(_samples.Trunk, writer.Concatenate([samples, others], 1), path + ".samples");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: what is exported is a scorer over it.</exception>
    public override OnnxDiscriminatorOutputs WriteOnnx(ModuleGraphWriter writer, OnnxDiscriminatorInputs inputs, string path) =>
        _pairs.WriteOnnx(writer, inputs, path);
}
