using System.ComponentModel.DataAnnotations;
using Gan.Training.Methods;

namespace Gan.Training.Trainers;

/// <summary>Everything that a <see cref="SemiSupervisedGanTrainer"/> can be told.</summary>
public sealed record SemiSupervisedGanOptions
{
    /// <summary>A key column; rows where it is missing are the unlabelled ones. Each class needs a labelled row. Default
    /// "Label".</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>A vector column of Single of known size, without missing values. Default "Features".</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Generator updates.</summary>
    /// <value>At least 1; default 2000.</value>
    [Range(1, long.MaxValue)]
    public long Steps { get; init; } = 2000;

    /// <summary>How long training may take, in minutes, in place of <see cref="Steps"/>: as many are trained as fit on this
    /// machine, which the context's log says, with settings that suit the time where <see cref="TrainingBudget.Fit"/> knows of
    /// them. Another machine, or a busier one, gives another result. Null, the default, trains <see cref="Steps"/>.</summary>
    /// <value>Above 0 and at most 1000000; default none.</value>
    [Range(0.0, 1_000_000.0, MinimumIsExclusive = true)]
    public double? Minutes { get; init; }

    /// <summary>The method's settings. Default: the paper's.</summary>
    public SemiSupervisedGanRecipe Recipe { get; init; } = new();

    /// <summary>Stops <c>Fit</c> between two steps.</summary>
    public CancellationToken Cancellation { get; init; }
}
