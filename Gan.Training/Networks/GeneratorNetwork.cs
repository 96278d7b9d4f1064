using Gan.Onnx.Graphs;
using Gan.Training.Export;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>A generator: latents, and where it is conditional class labels or codes, to samples [batch, ...shape] in [-1,
/// 1].</summary>
/// <remarks>Its body sees one vector: the latent, then the label as one-hot, then the code. A body that takes labels itself (as
/// conditional batch norm does) gets the latent and the labels instead.</remarks>
public sealed class GeneratorNetwork : Module<GeneratorInput, Tensor>
{
    private readonly Module<Tensor, Tensor>? _body;
    private readonly Module<Tensor, Tensor, Tensor>? _conditionalBody;

    /// <summary>Wraps layers that take one vector.</summary>
    /// <param name="latentSize">Width of the latent vector.</param>
    /// <param name="body">Layers that take [batch, latent + classes + code] to [batch, ...shape]. Owned from here on.</param>
    /// <param name="classCount">The number of classes it is conditional on; 0 for none.</param>
    public GeneratorNetwork(int latentSize, Module<Tensor, Tensor> body, int classCount = 0)
        : this(latentSize, body, classCount, null) { }

    /// <summary>Wraps layers that take one vector that ends in a code.</summary>
    internal GeneratorNetwork(int latentSize, Module<Tensor, Tensor> body, int classCount, CodeLayout? codes)
        : base(nameof(GeneratorNetwork))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(classCount);
        ArgumentNullException.ThrowIfNull(body);
        (LatentSize, ClassCount, Codes, _body) = (latentSize, classCount, codes, body);
        RegisterComponents();
    }

    /// <summary>Wraps layers that take labels themselves.</summary>
    /// <param name="latentSize">Width of the latent vector.</param>
    /// <param name="body">Layers that take latents [batch, latent] and labels, Int64 [batch], to [batch, ...shape]. Owned from
    /// here on.</param>
    /// <param name="classCount">The number of classes; at least 1.</param>
    public GeneratorNetwork(int latentSize, Module<Tensor, Tensor, Tensor> body, int classCount)
        : base(nameof(GeneratorNetwork))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ArgumentNullException.ThrowIfNull(body);
        (LatentSize, ClassCount, _conditionalBody) = (latentSize, classCount, body);
        RegisterComponents();
    }

    /// <summary>Wraps layers that take vectors of texts.</summary>
    /// <param name="latentSize">Width of the latent vector.</param>
    /// <param name="textWidth">Width of a text's vector; at least 1.</param>
    /// <param name="body">Layers that take latents [batch, latent] and vectors of texts [batch, text] to [batch, ...shape]. Owned
    /// from here on.</param>
    internal static GeneratorNetwork OfTexts(int latentSize, int textWidth, Module<Tensor, Tensor, Tensor> body)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(textWidth, 1);
        return new GeneratorNetwork(body, latentSize, textWidth);
    }

    private GeneratorNetwork(Module<Tensor, Tensor, Tensor> body, int latentSize, int textWidth)
        : base(nameof(GeneratorNetwork))
    {
        (LatentSize, TextWidth, _conditionalBody) = (latentSize, textWidth, body);
        RegisterComponents();
    }

    /// <summary>Width of the latent vector.</summary>
    public int LatentSize { get; }

    /// <summary>The number of classes it is conditional on; 0 for none.</summary>
    public int ClassCount { get; }

    /// <summary>Width of the vector of a text that it takes; 0 for none.</summary>
    internal int TextWidth { get; }

    /// <summary>The codes it takes; null for none.</summary>
    internal CodeLayout? Codes { get; }

    /// <summary>The layers that take one vector; null where <see cref="ConditionalBody"/> is not.</summary>
    public Module<Tensor, Tensor>? Body => _body;

    /// <summary>The layers that take latents and labels; null where <see cref="Body"/> is not.</summary>
    public Module<Tensor, Tensor, Tensor>? ConditionalBody => _conditionalBody;

    /// <summary>Makes samples.</summary>
    /// <param name="input">What to make them from; labels, codes and texts where, and only where, the generator takes
    /// them.</param>
    /// <returns>Samples [batch, ...shape] in [-1, 1].</returns>
    /// <exception cref="ArgumentException">Labels, codes or texts are missing, or given to a generator that takes
    /// none.</exception>
    public override Tensor forward(GeneratorInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (ClassCount > 0 != input.Labels is not null)
            throw new ArgumentException(
                ClassCount > 0 ? "This generator needs labels." : "This generator takes no labels.",
                nameof(input)
            );
        if (Codes is not null != input.Code is not null)
            throw new ArgumentException(
                Codes is not null ? "This generator needs codes." : "This generator takes no codes.",
                nameof(input)
            );
        if (TextWidth > 0 != input.Text is not null)
            throw new ArgumentException(
                TextWidth > 0 ? "This generator needs texts." : "This generator takes no texts.",
                nameof(input)
            );
        if (_conditionalBody is not null)
            return MixedPrecision.Full(_conditionalBody.call(input.Latent, input.Text ?? input.Labels!));
        if (input.Labels is null && input.Code is null)
            return MixedPrecision.Full(_body!.call(input.Latent));
        var parts = new List<Tensor> { input.Latent };
        if (input.Labels is { } labels)
            parts.Add(functional.one_hot(labels, ClassCount).to(input.Latent.dtype));
        if (input.Code is { } code)
            parts.Add(code);
        return MixedPrecision.Full(_body!.call(cat(parts, 1)));
    }

    /// <summary>Writes the network into an ONNX graph, as it behaves in evaluation mode.</summary>
    /// <param name="writer">Where nodes and weights go.</param>
    /// <param name="latent">Latents [batch, latent].</param>
    /// <param name="labels">Classes, Int64 [batch]; where, and only where, the generator takes them.</param>
    /// <param name="code">Codes [batch, code]; where, and only where, the generator takes them.</param>
    /// <param name="path">Where the network stands, for messages and weight names.</param>
    /// <param name="text">Vectors of texts [batch, text]; where, and only where, the generator takes them.</param>
    /// <returns>Samples [batch, ...shape] in [-1, 1].</returns>
    internal OnnxValue Write(
        ModuleGraphWriter writer,
        OnnxValue latent,
        OnnxValue? labels,
        OnnxValue? code,
        string path,
        OnnxValue? text = null
    )
    {
        if (_conditionalBody is not null)
            return writer.Write(_conditionalBody, latent, text ?? labels!, path + ".body");
        List<OnnxValue> parts = [latent];
        if (labels is not null)
            parts.Add(writer.OneHot(labels, ClassCount));
        if (code is not null)
            parts.Add(code);
        return writer.Write(_body!, parts.Count == 1 ? latent : writer.Concatenate(parts, 1), path + ".body");
    }
}
