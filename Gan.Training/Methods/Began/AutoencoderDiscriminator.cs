using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>A discriminator that encodes and decodes samples, and finds those real that it reconstructs well (Berthelot et al.,
/// "BEGAN: Boundary Equilibrium Generative Adversarial Networks", 2017).</summary>
/// <remarks>The score is minus the mean absolute difference between a sample and its reconstruction; the features are the
/// code.</remarks>
internal sealed class AutoencoderDiscriminator : DiscriminatorNetwork
{
    private readonly Module<Tensor, Tensor> _encoder;
    private readonly Module<Tensor, Tensor> _decoder;

    /// <summary>Wraps the layers.</summary>
    /// <param name="encoder">Takes samples [batch, ...shape] to codes [batch, count]. Owned from here on, like the
    /// decoder.</param>
    /// <param name="decoder">Takes codes to samples.</param>
    /// <param name="codeSize">Width of the code.</param>
    public AutoencoderDiscriminator(Module<Tensor, Tensor> encoder, Module<Tensor, Tensor> decoder, int codeSize)
        : base(nameof(AutoencoderDiscriminator))
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentOutOfRangeException.ThrowIfLessThan(codeSize, 1);
        (_encoder, _decoder, FeatureCount) = (encoder, decoder, codeSize);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureCount { get; }

    /// <summary>Takes samples to codes.</summary>
    public Module<Tensor, Tensor> Encoder => _encoder;

    /// <summary>Takes codes to samples.</summary>
    public Module<Tensor, Tensor> Decoder => _decoder;

    /// <inheritdoc/>
    public override DiscriminatorOutput forward(DiscriminatorInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var samples = input.Samples;
        if (input.Labels is not null)
            throw new ArgumentException("An autoencoding discriminator takes no labels.", nameof(input));
        var code = MixedPrecision.Full(_encoder.call(samples));
        var reconstruction = MixedPrecision.Full(_decoder.call(code));
        var score = (samples - reconstruction).abs().flatten(1).mean([1L], keepdim: true).neg();
        return new DiscriminatorOutput(score, code) { Reconstruction = reconstruction };
    }

    /// <inheritdoc/>
    public override OnnxDiscriminatorOutputs WriteOnnx(ModuleGraphWriter writer, OnnxDiscriminatorInputs inputs, string path)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(inputs);
        var samples = inputs.Samples;
        var code = writer.Write(_encoder, samples, path + ".encoder");
        var difference = writer.AddElementwise("Sub", [samples, writer.Write(_decoder, code, path + ".decoder")]);
        var distances = writer.AddElementwise("Abs", [difference]);
        var flat = writer.AddNode(
            "Flatten",
            [distances],
            [samples.Shape[0], samples.Shape.Skip(1).Aggregate(1L, (product, n) => product * n)]
        );
        var mean = writer.AddNode("ReduceMean", [flat], [samples.Shape[0], 1], OnnxAttribute.Of("axes", [1L]));
        return new OnnxDiscriminatorOutputs(writer.AddElementwise("Neg", [mean]), code);
    }
}
