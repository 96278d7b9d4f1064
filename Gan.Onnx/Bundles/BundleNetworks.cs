using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>What the generator takes.</summary>
public sealed record BundleLatent
{
    /// <summary>How many values a latent vector has: 1 to <see cref="BundleLimits.LatentSize"/>.</summary>
    public required int Size { get; init; }

    /// <summary>What its values are drawn from.</summary>
    public required LatentDistribution Distribution { get; init; }

    /// <summary>The number of classes whose numbers the generator also takes, as input <c>label</c>; 0, the default, for none.
    /// Then it is the number of <see cref="BundleData.Labels"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int LabelCount { get; init; }

    /// <summary>The codes that the generator also takes, as input <c>code</c>; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BundleCode? Code { get; init; }

    /// <summary>How a text becomes the vector that the generator also takes, as input <c>text</c>; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BundleText? Text { get; init; }
}

/// <summary>The distribution that a generator's latent values are drawn from, independently.</summary>
public enum LatentDistribution
{
    /// <summary>Normal with mean 0 and variance 1.</summary>
    Normal,

    /// <summary>Uniform in [-1, 1).</summary>
    Uniform,
}

/// <summary>How a code vector is made up: one-hot blocks for the categorical codes, first to last, then the continuous codes in
/// [-1, 1].</summary>
public sealed record BundleCode
{
    /// <summary>The number of categories of each categorical code, each at least 2; may be empty.</summary>
    public required IReadOnlyList<int> Categorical { get; init; }

    /// <summary>The number of continuous codes; at least 0, and at least 1 where there are no categorical ones.</summary>
    public required int Continuous { get; init; }

    /// <summary>Width of the code vector.</summary>
    [JsonIgnore]
    public int Width => Categorical.Sum() + Continuous;
}

/// <summary>What the discriminator's features are.</summary>
public sealed record BundleFeatures
{
    /// <summary>How many features a sample has: 1 to <see cref="BundleLimits.SampleSize"/>.</summary>
    public required int Count { get; init; }

    /// <summary>Width of the output <c>classes</c>, one logit a class; 0, the default, where the discriminator does not classify.
    /// Then it is the number of <see cref="BundleData.Labels"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ClassCount { get; init; }

    /// <summary>Width of the output <c>code</c>, the discriminator's estimate of the generator's code: logits for categorical
    /// codes, means for continuous ones; 0, the default, where it has none. Then it is the width of the generator's
    /// code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int CodeWidth { get; init; }
}

/// <summary>What the encoder gives: for a sample, the latent vector that stands for it, as in BiGAN, ALI, AAE and
/// f-AnoGAN.</summary>
public sealed record BundleEncoder
{
    /// <summary>How many values a sample's code has: 1 to <see cref="BundleLimits.LatentSize"/>; where the bundle has a
    /// generator, its <see cref="BundleLatent.Size"/>, so that what the encoder gives is what the generator takes.</summary>
    public required int Size { get; init; }
}

/// <summary>What the directions are: ways through the generator's latents along which its samples change. The model takes latents
/// and how far to go along each direction, and gives latents.</summary>
public sealed record BundleDirections
{
    /// <summary>How many directions there are: 1 to <see cref="BundleLatent.Size"/>.</summary>
    public required int Count { get; init; }

    /// <summary>How they were found.</summary>
    public required DirectionMethod Method { get; init; }
}

/// <summary>How directions of latents were found.</summary>
public enum DirectionMethod
{
    /// <summary>From the weights of the generator's first layer: Shen and Zhou, "Closed-Form Factorization of Latent Semantics in
    /// GANs" (SeFa, 2021).</summary>
    Weights,

    /// <summary>From the activations of the generator's first layer on random samples: Härkönen et al., "GANSpace: Discovering
    /// Interpretable GAN Controls" (2020).</summary>
    Activations,
}

/// <summary>What the translator takes: images of another kind than the bundle's samples, as in pix2pix and CycleGAN. What it
/// gives are samples, which <see cref="BundleManifest.Data"/> describes.</summary>
public sealed record BundleTranslator
{
    /// <summary>An image's shape without the batch, [channels, height, width]: positive, and at most
    /// <see cref="BundleLimits.SampleSize"/> values. It is the shape that the model was trained at; with <see cref="AnySize"/>
    /// height and width may differ from it.</summary>
    public required IReadOnlyList<int> SourceShape { get; init; }

    /// <summary>The range of the images' own values, which the translator takes.</summary>
    public required ValueRange SourceRange { get; init; }

    /// <summary>Whether height and width of the images are free in the model, so that pictures keep their own size. False, the
    /// default, where it takes images of <see cref="SourceShape"/> alone. Then what it gives is <see cref="Scale"/> times as high
    /// and wide as what it takes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AnySize { get; init; }

    /// <summary>The fewest pixels a side that an image may have, with <see cref="AnySize"/>: at least 1, the default, and at most
    /// the shorter side of <see cref="SourceShape"/>.</summary>
    public int SmallestSide { get; init; } = 1;

    /// <summary>How many times as high and wide the samples are as the images: 1, the default, to 16; more than 1 for
    /// super-resolution.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>How far a pixel of the image reaches in the result, in pixels of the image: two images that are alike within this
    /// distance of a pixel have like results there, so that a large image can be cut into tiles that overlap by it. Null, the
    /// default, where every pixel hangs on the whole image.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Reach { get; init; }

    /// <summary>Whether the model also takes, as input <c>mask</c> [batch, 1, height, width], which pixels are to be filled in: 1
    /// for those, 0 for those that stay as they are. False by default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TakesMask { get; init; }

    /// <summary>The number of classes that the model tells pixels apart by; it then also gives, as output <c>classes</c> [batch,
    /// 1, height, width], each pixel's class number. 0, the default, where it does not; otherwise the number of
    /// <see cref="BundleData.Labels"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ClassCount { get; init; }
}
