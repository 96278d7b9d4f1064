namespace Gan.Training.Tables;

/// <summary>A component of a mixture of normal distributions on numbers.</summary>
/// <param name="Weight">Its share, in (0, 1].</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation; 0 for a single value.</param>
public sealed record MixtureMode(double Weight, double Mean, double Deviation);
