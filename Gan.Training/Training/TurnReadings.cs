using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>What a step's turns tell of how the game stands, for the metrics and for the guard.</summary>
internal static class TurnReadings
{
    /// <summary>The mean score of real samples.</summary>
    public const string RealScore = "score/real";

    /// <summary>The mean score of generated samples.</summary>
    public const string FakeScore = "score/fake";

    /// <summary>The share of pairs of a real and a generated sample in which the real one has the higher score: 0.5 where the
    /// discriminator
    /// is blind, 1 where it always wins. Unlike accuracy it means the same for critics without a zero.</summary>
    public const string Separation = "score/separation";

    /// <summary>The mean distance between two generated samples of a batch, divided by that between two real ones: near 0 where
    /// the
    /// generator makes one sample only.</summary>
    public const string Diversity = "samples/diversity";

    private const int DiversityRows = 64;

    public static Dictionary<string, double> Of(Turn discriminator, Turn generator)
    {
        var (real, fake) = (discriminator.RealOutput!.Score.detach(), discriminator.FakeOutput.Score.detach());
        var wins = (real - fake.t()).sign().mean();
        return new Dictionary<string, double>
        {
            [RealScore] = real.mean().item<float>(),
            [FakeScore] = fake.mean().item<float>(),
            [Separation] = (wins.item<float>() + 1) / 2,
            [Diversity] = Spread(generator.FakeSamples.detach()) / Math.Max(1e-12, Spread(generator.Real.Samples)),
        };
    }

    private static double Spread(Tensor samples)
    {
        var rows = samples.flatten(1);
        if (rows.shape[0] > DiversityRows)
            rows = rows.narrow(0, 0, DiversityRows);
        return cdist(rows, rows).mean().item<float>();
    }
}
