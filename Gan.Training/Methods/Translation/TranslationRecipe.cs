using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Onnx;
using Gan.Training.Games;
using Gan.Training.Validation;

namespace Gan.Training.Methods;

/// <summary>A recipe whose generator makes images of images: a translator.</summary>
/// <remarks>Some images are held out: a run shows and measures what becomes of those, never of images that it learns from, since
/// what a translator does to those says little.</remarks>
public abstract record TranslationRecipe : Recipe
{
    /// <summary>The least side of an image that the networks take.</summary>
    internal const int SmallestSide = 16;

    /// <summary>Images of each kind in a batch. Published translators take 1; instance normalization treats each image alone, so
    /// that more only make a step longer and its gradient steadier.</summary>
    /// <value>At least 1; default 4.</value>
    [Category("optimization"), Range(1, int.MaxValue)]
    public override int BatchSize { get; init; } = 4;

    /// <summary>Learning rate of every player.</summary>
    /// <value>Above 0; default 0.0002.</value>
    [Category("optimization"), Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Adam's decay rate of the mean gradient.</summary>
    /// <value>At least 0 and below 1; default 0.5.</value>
    [Category("optimization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's decay rate of the mean squared gradient.</summary>
    /// <value>At least 0 and below 1; default 0.999.</value>
    [Category("optimization"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>The decay of the generator's exponential moving average: what is shown and exported is the average. 0 keeps
    /// none.</summary>
    /// <value>At least 0 and below 1; default 0.</value>
    [Category("averaging"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double GeneratorAveraging { get; init; }

    /// <summary>The side of the square that is cut at random from each image and trained on, the same of both images of a pair; 0
    /// for whole images.</summary>
    /// <value>0, or at least 16; default 0.</value>
    [Category("augmentation"), ZeroOrAtLeast(SmallestSide)]
    public int Crop { get; init; }

    /// <summary>Whether half of the images are mirrored, both of a pair alike.</summary>
    /// <value>True or false; default true.</value>
    [Category("augmentation")]
    public bool Flip { get; init; } = true;

    /// <summary>The share of the images that is held out to show and measure what the translator does: at least one image and at
    /// most 64. With 0 images that are trained on are shown.</summary>
    /// <value>From 0 to 0.5; default 0.05.</value>
    [Category("evaluation"), Range(0.0, 0.5)]
    public double HeldOut { get; init; } = 0.05;

    /// <summary>Whether the translator takes, beside an image, a mask of what to fill in
    /// (<see cref="Gan.Onnx.Bundles.BundleTranslator.TakesMask"/>). False unless overridden.</summary>
    public virtual bool TakesMask => false;

    /// <summary>The generator as a player learns with these settings.</summary>
    internal PlayerOptions GeneratorOptions => DiscriminatorOptions with { Averaging = GeneratorAveraging };

    /// <summary>A discriminator as a player learns with these settings.</summary>
    internal PlayerOptions DiscriminatorOptions => new(LearningRate) { Beta1 = Beta1, Beta2 = Beta2 };

    /// <inheritdoc/>
    internal override Recipe FittedTo(int rows) =>
        this with
        {
            BatchSize = Math.Clamp(rows - HeldOutImages.Count(rows, HeldOut), 1, BatchSize),
        };

    /// <summary>Refuses to add what has other channels.</summary>
    /// <exception cref="GanException">The change of an image is asked for, and the images have other channels than their
    /// sources.</exception>
    internal static void CheckResidual(bool globalResidual, int inputs, int outputs)
    {
        if (globalResidual && inputs != outputs)
            throw new GanException(
                $"With global-residual=True the generator adds to the image that it takes; the source images have {inputs} "
                    + $"channel(s) and the others {outputs}. Read both with equally many channels, or leave it out."
            );
    }
}
