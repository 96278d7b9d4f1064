using Gan.Onnx;
using Gan.Onnx.Graphs;
using Gan.Training.Evaluation.Features;
using Gan.Training.Networks.Imported;
using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>How unlike images are to a classifier: J. Johnson et al., "Perceptual Losses for Real-Time Style Transfer and
/// Super-Resolution", ECCV 2016; with absolute differences, as X. Wang et al., ESRGAN, 2018.</summary>
/// <remarks>Images are not resized: the network sees them as they are, and what it has learned of edges and textures holds in any
/// size. A layer's difference is divided by the mean absolute feature of the true images, so that a weight means the same
/// whatever the scale of the features: 0 for equal images, about 1 for unrelated ones.</remarks>
internal sealed class PerceptualLoss : IDisposable
{
    private static readonly double[] Luminance = [0.299, 0.587, 0.114];

    private readonly FeatureNetworkDescription _description;
    private readonly OnnxNetwork _network;
    private readonly Tensor _factor;
    private readonly Tensor _shift;

    /// <summary>Reads a classifier.</summary>
    /// <param name="path">An ONNX file or a folder, as for <see cref="OnnxFeatureNetwork.Load"/>.</param>
    /// <param name="layers">The values to compare, separated by commas; empty for the features of its description.</param>
    /// <param name="shape">Shape of the images: channels (1, 3, or 4 of which the first 3 are looked at), height,
    /// width.</param>
    /// <param name="device">Where images lie.</param>
    /// <exception cref="GanException">It cannot be read, has operators that are not known, or takes no such images as far as
    /// these values.</exception>
    public PerceptualLoss(string path, string layers, IReadOnlyList<int> shape, Device device)
    {
        var (model, description, origin) = OnnxFeatureNetwork.Read(path);
        var proto = OnnxInnerValues.Parse(model, origin);
        _description =
            description
            ?? FeatureNetworkDescription.InMetadata(
                proto.MetadataProps.FirstOrDefault(p => p.Key == FeatureNetworkDescription.MetadataKey)?.Value,
                origin
            );
        if (_description.Shape.Count != 3)
            throw new GanException(
                $"The network {origin} takes rows of {_description.Shape[0]} numbers and no images. Name a classifier of images."
            );
        string[] wanted = layers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Layers = wanted.Length > 0 ? wanted : [_description.Features];
        _network = new OnnxNetwork(proto.Graph, _description.Input, Layers, origin, device);
        (_factor, _shift) = Scaling(device);
        try
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            Features(zeros([1, .. shape.Select(n => (long)n)], device: device));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The values that are compared.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>The difference of images from true ones, a mean over the layers; a scalar through which gradients flow to the
    /// first.</summary>
    /// <param name="images">Images [batch, channels, height, width] in [-1, 1].</param>
    /// <param name="truths">What they should be.</param>
    public Tensor Of(Tensor images, Tensor truths)
    {
        IReadOnlyList<Tensor> wanted;
        using (no_grad())
            wanted = Features(truths);
        var differences = Features(images).Zip(wanted, (made, truth) => (made - truth).abs().mean() / Scale(truth));
        return stack([.. differences], 0).mean();
    }

    /// <summary>What the network sees in images.</summary>
    /// <param name="images">Images [batch, channels, height, width] in [-1, 1].</param>
    /// <returns>The layers' values, in their order.</returns>
    public IReadOnlyList<Tensor> Features(Tensor images) => _network.Call(Prepared(images));

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _factor.Dispose();
        _shift.Dispose();
    }

    private static Tensor Scale(Tensor truth) => truth.abs().mean().clamp_min(1e-12);

    /// <summary>Images with the channels, in the order and on the scale of the network.</summary>
    private Tensor Prepared(Tensor images)
    {
        if (images.shape[1] == 4)
            images = images.narrow(1, 0, 3);
        if (_description.Shape[0] == 1 && images.shape[1] == 3)
            images = (images * tensor(Luminance, ScalarType.Float32, images.device).view(1, 3, 1, 1)).sum(1, keepdim: true);
        else if (_description.Shape[0] == 3 && images.shape[1] == 1)
            images = images.expand(-1, 3, -1, -1);
        else if (_description.BlueFirst)
            images = images.flip(1);
        return images * _factor + _shift;
    }

    /// <summary>What channels on [-1, 1] are multiplied by, and what is added then.</summary>
    private (Tensor Factor, Tensor Shift) Scaling(Device device)
    {
        using var scope = NewDisposeScope();
        double[] Channels(IReadOnlyList<double> values, double otherwise) =>
            values.Count > 0 ? [.. values] : [.. Enumerable.Repeat(otherwise, _description.Shape[0])];
        var (mean, deviation) = (Channels(_description.Mean, 0), Channels(_description.Deviation, 1));
        var half = (_description.Maximum - _description.Minimum) / 2;
        Tensor Values(Func<int, double> one) =>
            tensor(mean.Select((_, c) => (float)one(c)).ToArray(), [1, mean.Length, 1, 1], device: device)
                .DetachFromDisposeScope();
        return (Values(c => half / deviation[c]), Values(c => (_description.Minimum + half - mean[c]) / deviation[c]));
    }
}
