using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>A discriminator that judges whether an image is real and shows what a text says (Reed et al. 2016; Zhang et al.
/// 2017).</summary>
internal sealed class TextDiscriminator : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _trunk;
    private readonly Module<Tensor, Tensor> _text;
    private readonly Module<Tensor, Tensor> _verdict;

    /// <param name="shape">Shape of the images.</param>
    /// <param name="textWidth">Width of a text's vector.</param>
    /// <param name="textFeatures">Features that a text's vector is compressed to.</param>
    /// <param name="featureMaps">Feature maps of the first layer.</param>
    public TextDiscriminator(IReadOnlyList<int> shape, int textWidth, int textFeatures, int featureMaps)
        : base(nameof(TextDiscriminator))
    {
        (_trunk, var width, var height, var breadth) = StackGanNetworks.Trunk(shape, featureMaps);
        _text = Sequential([Linear(textWidth, textFeatures), LeakyReLU(0.2, inplace: true)]);
        _verdict = Sequential([
            Conv2d(width + textFeatures, width, 1, bias: false),
            BatchNorm2d(width),
            LeakyReLU(0.2, inplace: true),
            Conv2d(width, 1, (height, breadth)),
            Flatten(0),
        ]);
        RegisterComponents();
    }

    /// <summary>What an image shows, which is judged beside one text or several.</summary>
    /// <param name="images">Images [batch, channels, height, width] in [-1, 1].</param>
    /// <returns>Features [batch, width, rows, columns].</returns>
    public Tensor Look(Tensor images) => _trunk.call(images);

    /// <summary>Judges what was looked at beside texts.</summary>
    /// <param name="features">What <see cref="Look"/> gave.</param>
    /// <param name="text">Vectors of texts [batch, text].</param>
    /// <returns>Logits [batch]; higher is more real and more like the text.</returns>
    public Tensor Judge(Tensor features, Tensor text) =>
        _verdict.call(cat([features, LargeImageGenerator.EverywhereIn(features, _text.call(text))], 1));

    public override Tensor forward(Tensor images, Tensor text) => Judge(Look(images), text);
}
