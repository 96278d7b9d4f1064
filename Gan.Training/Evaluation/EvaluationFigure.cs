namespace Gan.Training.Evaluation;

/// <summary>One figure of an evaluation.</summary>
/// <param name="Name">What it is, with the feature network's name.</param>
/// <param name="Value">The figure.</param>
/// <param name="Better">"lower", "higher", or where the best value is neither, that value in words.</param>
/// <param name="Protocol">How it was measured: network, counts, reference, seed.</param>
public sealed record EvaluationFigure(string Name, double Value, string Better, string Protocol)
{
    /// <summary>Where it would lie with other samples; null where that was not measured.</summary>
    public ConfidenceInterval? Interval { get; init; }
}
