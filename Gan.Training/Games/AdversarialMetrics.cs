namespace Gan.Training.Games;

/// <summary>The names of what an adversarial game tells of each step.</summary>
internal static class AdversarialMetrics
{
    /// <summary>The mean score of real samples.</summary>
    public const string RealScore = "score/real";

    /// <summary>The mean score of generated samples.</summary>
    public const string FakeScore = "score/fake";

    /// <summary>The share of pairs of a real and a generated sample in which the real one has the higher score: 0.5 where the
    /// discriminator is blind, 1 where it always wins. Unlike accuracy it means the same for critics without a zero.</summary>
    public const string Separation = "score/separation";

    /// <summary>The mean distance between two generated samples of a batch, divided by that between two real ones: near 0 where
    /// the generator makes one sample only.</summary>
    public const string Diversity = "samples/diversity";
}
