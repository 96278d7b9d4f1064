using System.ComponentModel.DataAnnotations;
using Gan.Training.Methods;
using Gan.Training.Tables;

namespace Gan.Training.Trainers;

/// <summary>Everything that a <see cref="TableGanTrainer"/> can be told.</summary>
public sealed record TableGanOptions
{
    /// <summary>Generator updates.</summary>
    /// <value>At least 1; default 3000.</value>
    [Range(1, long.MaxValue)]
    public long Steps { get; init; } = 3000;

    /// <summary>How long training may take, in minutes, in place of <see cref="Steps"/>: as many are trained as fit on this
    /// machine, which the context's log says, with settings that suit the time where <see cref="TrainingBudget.Fit"/> knows of
    /// them. Another machine, or a busier one, gives another result. Null, the default, trains <see cref="Steps"/>.</summary>
    /// <value>Above 0 and at most 1000000; default none.</value>
    [Range(0.0, 1_000_000.0, MinimumIsExclusive = true)]
    public double? Minutes { get; init; }

    /// <summary>Which columns, and which numbers are categories. Default: all columns as they are.</summary>
    public TableOptions Table { get; init; } = new();

    /// <summary>How numbers are encoded.</summary>
    public EncodingOptions Encoding { get; init; } = new();

    /// <summary>The method's settings. Null, the default, is the paper's, with smaller batches where there are fewer than 500
    /// rows.</summary>
    public CtganRecipe? Recipe { get; init; }

    /// <summary>Whether the bundle keeps a fingerprint of each row, by which generated copies are told; whoever has the bundle
    /// can then ask it whether it was trained on a given row. As <see cref="TrainingSettings.KeepFingerprints"/>.</summary>
    /// <value>True or false; default true.</value>
    public bool KeepFingerprints { get; init; } = true;

    /// <summary>Stops <c>Fit</c> between two steps.</summary>
    public CancellationToken Cancellation { get; init; }
}
