using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>A recipe whose translator enlarges images. It learns from large images alone: small ones are made of them, by bicubic
/// resizing (a = -0.5, antialiased, mirrored borders) and rounding to bytes, as published figures have it.</summary>
/// <remarks>Height and width of the images, or of what is cut from them, must be multiples of the scale.</remarks>
public abstract record SuperResolutionRecipe : TranslationRecipe
{
    /// <summary>16 images in a batch; Adam with learning rate 0.0005, beta1 0.9 and beta2 0.99; an average of the weights with
    /// 0.999.</summary>
    protected SuperResolutionRecipe()
    {
        (BatchSize, LearningRate) = (16, 5e-4);
        (Beta1, Beta2, GeneratorAveraging) = (0.9, 0.99, 0.999);
    }

    /// <summary>How many times as high and wide images become.</summary>
    /// <value>From 2 to 4; default 2.</value>
    [Category("network"), Range(2, 4)]
    public int Scale { get; init; } = 2;

    /// <summary>What the network that enlarges is made of.</summary>
    /// <value>Residual or Dense; default Residual.</value>
    [Category("network")]
    public SuperResolutionNetwork Network { get; init; } = SuperResolutionNetwork.Residual;

    /// <summary>Feature maps between its layers. Published networks have 64.</summary>
    /// <value>At least 1; default 32.</value>
    [Category("network"), Range(1, int.MaxValue)]
    public int FeatureMaps { get; init; } = 32;

    /// <summary>Its blocks. Published networks have 16 residual ones, or 23 dense ones.</summary>
    /// <value>At least 1; default 8.</value>
    [Category("network"), Range(1, int.MaxValue)]
    public int Blocks { get; init; } = 8;

    /// <summary>Feature maps that each layer of a dense block adds.</summary>
    /// <value>At least 1; default 16.</value>
    [Category("network"), Range(1, int.MaxValue)]
    public int Growth { get; init; } = 16;

    /// <summary>What the difference from the true images is measured by.</summary>
    /// <value>Absolute or Squared; default Absolute.</value>
    [Category("loss")]
    public PixelDifference PixelLoss { get; init; } = PixelDifference.Absolute;

    /// <summary>A classifier whose features of an image and of the true one are compared too (J. Johnson et al. 2016): an ONNX
    /// file with a description beside it, or a folder, as for evaluation. It must stay where it is as long as the run goes on.
    /// Empty for none.</summary>
    /// <value>Default none.</value>
    [Category("loss")]
    public string PerceptualNetwork { get; init; } = "";

    /// <summary>Names of the values in the classifier that are compared, separated by commas; empty for the features that its
    /// description names. Best are those before an activation (X. Wang et al. 2018), not too deep for the squares that are
    /// trained on.</summary>
    /// <value>Default none.</value>
    [Category("loss")]
    public string PerceptualLayers { get; init; } = "";

    /// <summary>The weight of the mean absolute difference of these features, divided by the mean absolute feature of the true
    /// images; a mean over the layers. ESRGAN has 1 beside 0.005 for the adversarial and 0.01 for the pixel loss, on features of
    /// VGG-19 that are not divided.</summary>
    /// <value>At least 0; default 1.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double PerceptualWeight { get; init; } = 1;

    /// <summary>Whether images are also turned by quarters and upside down, as often each way; squares only.</summary>
    /// <value>True or false; default true.</value>
    [Category("augmentation")]
    public bool Rotate { get; init; } = true;

    /// <summary>Builds the network that enlarges.</summary>
    internal nn.Module<Tensor, Tensor> CreateNetwork(NetworkContext context) =>
        SuperResolutionNetworks.Create(
            new SuperResolutionOptions
            {
                Channels = context.Shape[0],
                Scale = Scale,
                Network = Network,
                FeatureMaps = FeatureMaps,
                Blocks = Blocks,
                Growth = Growth,
            },
            context.WeightRandom
        );
}

/// <summary>How the difference of two images is measured.</summary>
public enum PixelDifference
{
    /// <summary>By its absolute value (L1): sharper, and steadier to train.</summary>
    Absolute,

    /// <summary>By its square (MSE), which PSNR is the logarithm of.</summary>
    Squared,
}
