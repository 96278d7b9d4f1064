namespace Gan.Training.Detection;

/// <summary>A detector at one step of its training, as seen on rows that were held out and on rows made abnormal from
/// them.</summary>
/// <param name="Member">Which member of the ensemble, from 0.</param>
/// <param name="Step">Generator updates done.</param>
/// <param name="Criterion">What the stopping point is picked by: the mean of the two areas; in [0, 1], higher is better.</param>
/// <param name="Mixed">The area under the ROC of held-out rows against rows whose values come from different rows.</param>
/// <param name="Spread">The same against rows of values spread evenly over 1.2 times the range.</param>
/// <param name="HeldOutMean">The mean raw score of held-out rows.</param>
/// <param name="HeldOutDeviation">The standard deviation of the raw scores of held-out rows.</param>
public sealed record DetectorPoint(
    int Member,
    long Step,
    double Criterion,
    double Mixed,
    double Spread,
    double HeldOutMean,
    double HeldOutDeviation
);
