using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>SimGAN's discriminator (Shrivastava et al. 2017), which judges overlapping patches of 23 pixels a side alone: two 3x3
/// convolutions of stride 2, a 3x3 maximum, a 3x3 and two 1x1 convolutions, ReLU between them.</summary>
internal sealed class LocalDiscriminator : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers;

    /// <summary>Makes the network.</summary>
    /// <param name="channels">Channels of the images that it judges.</param>
    /// <param name="featureMaps">Feature maps of the first layer; two thirds of them in the second, one third after it.</param>
    public LocalDiscriminator(int channels, int featureMaps)
        : base(nameof(LocalDiscriminator))
    {
        var (second, third) = (featureMaps * 2 / 3, featureMaps / 3);
        _layers = Sequential(
            Conv2d(channels, featureMaps, 3, stride: 2, padding: 1),
            ReLU(inplace: true),
            Conv2d(featureMaps, second, 3, stride: 2, padding: 1),
            ReLU(),
            MaxPool2d(3, stride: 1, padding: 1),
            Conv2d(second, third, 3, padding: 1),
            ReLU(inplace: true),
            Conv2d(third, third, 1),
            ReLU(inplace: true),
            Conv2d(third, 1, 1)
        );
        RegisterComponents();
    }

    /// <summary>How real each patch looks.</summary>
    /// <param name="input">Images [batch, channels, height, width].</param>
    /// <returns>Logits [batch, 1, a quarter of the rows, a quarter of the columns], rounded up; higher is more real.</returns>
    public override Tensor forward(Tensor input) => _layers.call(input);
}
