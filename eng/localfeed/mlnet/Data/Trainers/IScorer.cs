namespace Microsoft.ML.Trainers;

/// <summary>Computes scores from features.</summary>
internal interface IScorer
{
    int FeatureCount { get; }

    int ScoreCount { get; }

    void Score(ReadOnlySpan<float> features, Span<float> scores);
}
