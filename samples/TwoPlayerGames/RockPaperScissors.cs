namespace TwoPlayerGames;

/// <summary>Rock, paper, scissors between two players who play what would have won more often (multiplicative weights).</summary>
/// <remarks>Strategies circle and drift outwards to pure ones; their average over time goes to the equilibrium (1/3, 1/3, 1/3)
/// (Freund and Schapire 1999). Averaging a generator's weights is the same idea.</remarks>
public static class RockPaperScissors
{
    // What the row player wins against the column player: rock, paper, scissors.
    private static readonly double[,] Payoff =
    {
        { 0, -1, 1 },
        { 1, 0, -1 },
        { -1, 1, 0 },
    };

    /// <summary>The first player's mixed strategies, one a step, beginning with mostly rock.</summary>
    public static IReadOnlyList<double[]> Play(double step, int count)
    {
        double[] first = [0.6, 0.2, 0.2],
            second = [0.2, 0.6, 0.2];
        var path = new List<double[]> { first };
        for (var i = 0; i < count; i++)
        {
            (first, second) = (Reweigh(first, second, step), Reweigh(second, first, step));
            path.Add(first);
        }

        return path;
    }

    /// <summary>The average of strategies.</summary>
    public static double[] Mean(IReadOnlyList<double[]> strategies) =>
        [.. Enumerable.Range(0, 3).Select(move => strategies.Average(s => s[move]))];

    private static double[] Reweigh(double[] own, double[] other, double step)
    {
        var weights = Enumerable
            .Range(0, 3)
            .Select(move => own[move] * Math.Exp(step * Enumerable.Range(0, 3).Sum(reply => Payoff[move, reply] * other[reply])))
            .ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}
