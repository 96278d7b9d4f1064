using System.ComponentModel.DataAnnotations;
using Gan.MLNet;
using Gan.Training.Methods;

namespace Gan.Training.Trainers;

/// <summary>Everything that a <see cref="GanTranslatorTrainer"/> can be told.</summary>
public sealed record GanTranslatorOptions
{
    /// <summary>The column that the trained transformer adds. Default "Translated".</summary>
    public string OutputColumnName { get; init; } = "Translated";

    /// <summary>The image column to translate. Null for recipes that make their own sources of the targets
    /// (<see cref="SourceImagesNeed.None"/>); the trained transformer then translates the column of the targets. Default
    /// "Source".</summary>
    public string? SourceColumnName { get; init; } = "Source";

    /// <summary>The image column with what images are to become: of the same row for recipes that learn from pairs, of any row
    /// for others. Default "Target".</summary>
    public string TargetColumnName { get; init; } = "Target";

    /// <summary>The image column that tells the trained transformer what to fill in, white for that and black for what stays; for
    /// recipes whose translator takes a mask (<see cref="TranslationRecipe.TakesMask"/>), which need it, and for no others.
    /// Training draws masks of its own, so that the rows to train on may lack the column. Default none.</summary>
    public string? MaskColumnName { get; init; }

    /// <summary>Height and width that images are brought to for training, in pixels.</summary>
    /// <value>At least 16; default 64.</value>
    [Range(TranslationRecipe.SmallestSide, 4096)]
    public int Size { get; init; } = 64;

    /// <summary>Channels of the images to translate: 1 grey, 3 RGB, 4 RGBA.</summary>
    /// <value>From 1 to 4; default 3.</value>
    [Range(1, 4)]
    public int SourceChannels { get; init; } = 3;

    /// <summary>Channels of what they become.</summary>
    /// <value>From 1 to 4; default 3.</value>
    [Range(1, 4)]
    public int Channels { get; init; } = 3;

    /// <summary>What becomes of images of other proportions, and what lies under transparent pixels. Default: the middle, on
    /// white.</summary>
    public ImageInputOptions Images { get; init; } = new();

    /// <summary>Generator updates.</summary>
    /// <value>At least 1; default 4000.</value>
    [Range(1, long.MaxValue)]
    public long Steps { get; init; } = 4000;

    /// <summary>How long training may take, in minutes, in place of <see cref="Steps"/>: as many are trained as fit on this
    /// machine, which the context's log says, with settings that suit the time where <see cref="TrainingBudget.Fit"/> knows of
    /// them. Another machine, or a busier one, gives another result. Null, the default, trains <see cref="Steps"/>.</summary>
    /// <value>Above 0 and at most 1000000; default none.</value>
    [Range(0.0, 1_000_000.0, MinimumIsExclusive = true)]
    public double? Minutes { get; init; }

    /// <summary>The method. Default pix2pix.</summary>
    public TranslationRecipe Recipe { get; init; } = new Pix2PixRecipe();

    /// <summary>Stops <c>Fit</c> between two steps.</summary>
    public CancellationToken Cancellation { get; init; }
}
