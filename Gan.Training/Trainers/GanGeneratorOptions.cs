using System.ComponentModel.DataAnnotations;
using Gan.Training.Methods;

namespace Gan.Training.Trainers;

/// <summary>Everything that a <see cref="GanGeneratorTrainer"/> can be told.</summary>
public sealed record GanGeneratorOptions
{
    /// <summary>The column that the trained transformer adds. Default "Generated".</summary>
    public string OutputColumnName { get; init; } = "Generated";

    /// <summary>A vector column of Single of known size, without missing values. Default "Features".</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>The column with the class, for a recipe that generates samples of a wanted class. Null, the default, for
    /// none.</summary>
    public string? LabelColumnName { get; init; }

    /// <summary>The column of text with what each row shows, for a recipe that makes pictures of words; the trained transformer
    /// reads it too. Null, the default, for none.</summary>
    public string? TextColumnName { get; init; }

    /// <summary>The column with each row's seed for the trained transformer; see <see cref="MLNet.GeneratorTransformer"/>. Null,
    /// the default, takes the row's position. Training does not read it.</summary>
    public string? SeedColumnName { get; init; }

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

    /// <summary>The method. Null, the default, is R3GAN, or conditional WGAN-GP where there is a label column, or StackGAN where
    /// there is one of texts.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>Stops <c>Fit</c> between two steps.</summary>
    public CancellationToken Cancellation { get; init; }
}
