using Gan.Training.Reporting;

namespace Gan.Benchmarks.Anomaly;

/// <summary>Something that is fitted on normal rows and scores others.</summary>
internal interface IAnomalyMethod
{
    /// <summary>What <c>--method</c> calls it.</summary>
    string Name { get; }

    /// <summary>Fits and scores.</summary>
    MethodScores Run(AnomalySplit split, int seed);
}

/// <summary>What a method gave.</summary>
/// <param name="Scores">A score for each test row, higher is more abnormal.</param>
/// <param name="Threshold">What is above it is called abnormal; from the training rows.</param>
/// <param name="Seconds">How long fitting took.</param>
/// <param name="Report">How training went, where there was any.</param>
internal sealed record MethodScores(float[] Scores, double Threshold, double Seconds, DetectorReport? Report = null);
