namespace Gan.Training.Evaluation;

/// <summary>How well samples cover the modes of a mixture.</summary>
/// <param name="Covered">Modes with at least one high-quality sample.</param>
/// <param name="Modes">Modes there are.</param>
/// <param name="HighQuality">The share of samples within three standard deviations of a mode, in [0, 1].</param>
/// <param name="ReverseDivergence">Kullback and Leibler's divergence from the samples' distribution over the modes to the uniform
/// one, in
/// nats, every sample counted at its nearest mode; 0 where all modes are equally frequent.</param>
public sealed record ModeCoverage(int Covered, int Modes, double HighQuality, double ReverseDivergence);
