using System.Diagnostics;

namespace Gan.Benchmarks.Inference;

/// <summary>Times ways of doing the same work in turns, so that a busy machine slows all of them.</summary>
internal static class Rounds
{
    /// <summary>The seconds that each way took in each round, by way and round.</summary>
    public static double[][] Time(int rounds, params IReadOnlyList<Action> ways) => Time(rounds, again: false, ways);

    /// <summary>As <see cref="Time(int, IReadOnlyList{Action})"/>, but each way goes once untimed before it is timed: the threads
    /// of another's session give up the cores only after a while, for which the first pass of a turn would pay.</summary>
    public static double[][] TimeAgain(int rounds, params IReadOnlyList<Action> ways) => Time(rounds, again: true, ways);

    /// <summary>The middle of some numbers.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double[][] Time(int rounds, bool again, IReadOnlyList<Action> ways)
    {
        foreach (var way in ways)
            way();
        double[][] seconds = [.. ways.Select(_ => new double[rounds])];
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < ways.Count; i++)
            {
                // Who goes first changes, so that nobody always finds the machine warmer.
                var way = (i + round) % ways.Count;
                if (again)
                    ways[way]();
                var clock = Stopwatch.StartNew();
                ways[way]();
                seconds[way][round] = clock.Elapsed.TotalSeconds;
            }
        }

        return seconds;
    }
}
