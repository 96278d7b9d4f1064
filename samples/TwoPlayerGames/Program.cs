using Gan.Training.Reporting;
using TwoPlayerGames;

// dotnet run --project samples/TwoPlayerGames -- [bilinear|rps|optimal-discriminator|failed-gan|all] [FOLDER]
var games = new Dictionary<string, Action<string>>
{
    ["bilinear"] = PlayBilinear,
    ["rps"] = PlayRockPaperScissors,
    ["optimal-discriminator"] = LearnDiscriminator,
    ["failed-gan"] = FailAndConverge,
};
var which = args.Length > 0 ? args[0] : "all";
var folder = Directory.CreateDirectory(args.Length > 1 ? args[1] : "games").FullName;
if (which != "all" && !games.ContainsKey(which))
{
    Console.Error.WriteLine($"There is no game '{which}'. Games: {string.Join(", ", games.Keys)}, all.");
    return 1;
}

foreach (var (name, play) in games.Where(g => which == "all" || which == g.Key))
{
    Console.WriteLine($"{name}:");
    play(Path.Combine(folder, name + ".svg"));
}

return 0;

static void PlayBilinear(string file)
{
    const double step = 0.1;
    const int count = 200;
    var paths = new (string Name, IReadOnlyList<(double X, double Y)> Path)[]
    {
        ("simultaneous", Bilinear.Simultaneous(step, count)),
        ("alternating", Bilinear.Alternating(step, count)),
        ("optimistic", Bilinear.Optimistic(step, 4 * count)),
    };
    foreach (var (name, path) in paths)
        Console.WriteLine(
            $"  {name, -12} distance from the equilibrium {Bilinear.Radius(path[0]):F3}, after {path.Count - 1} steps "
                + $"{Bilinear.Radius(path[^1]):F3}"
        );
    LineChart.Save(file, "f(x, y) = xy, step size 0.1", "x", "y", [.. paths.Select(p => new ChartLine(p.Name, p.Path))]);
}

static void PlayRockPaperScissors(string file)
{
    var path = RockPaperScissors.Play(0.05, 4000);
    var (last, mean) = (path[^1], RockPaperScissors.Mean(path));
    Console.WriteLine($"  last strategy    rock {last[0]:F3} paper {last[1]:F3} scissors {last[2]:F3}");
    Console.WriteLine($"  mean strategy    rock {mean[0]:F3} paper {mean[1]:F3} scissors {mean[2]:F3}");
    // Two of the three numbers say it all, since they sum to 1.
    LineChart.Save(
        file,
        "rock, paper, scissors",
        "rock",
        "paper",
        [new ChartLine("strategy", [.. path.Where((_, i) => i % 4 == 0).Select(s => (s[0], s[1]))])]
    );
}

static void LearnDiscriminator(string file)
{
    var (data, generated) = (new Normal(0.5, -1, 1), new Normal(1, 0.5));
    var places = Enumerable.Range(0, 121).Select(i => -3 + i * 0.05f).ToArray();
    var learned = OptimalDiscriminator.Learn(data, generated, places, 1500, seed: 1);
    var formula = places.Select(x => OptimalDiscriminator.Formula(data, generated, x)).ToArray();
    // Where there is next to no sample of either kind, nothing can be learned.
    var errors = places
        .Select((x, i) => (Mass: data.Density(x) + generated.Density(x), Error: Math.Abs(learned[i] - formula[i])))
        .Where(e => e.Mass > 0.05)
        .ToArray();
    Console.WriteLine(
        $"  difference from p_data / (p_data + p_g): mean {errors.Average(e => e.Error):F3}, largest "
            + $"{errors.Max(e => e.Error):F3}"
    );
    LineChart.Save(
        file,
        "the optimal discriminator",
        "x",
        "D(x)",
        [
            new ChartLine("formula", [.. places.Select((x, i) => ((double)x, formula[i]))]),
            new ChartLine("learned", [.. places.Select((x, i) => ((double)x, (double)learned[i]))]),
        ]
    );
}

static void FailAndConverge(string file)
{
    var runs = new (string Name, float[] Samples)[]
    {
        ("data", FailedGan.Data.Sample(2048, new Random(1))),
        ("failed", FailedGan.Train(60, discriminatorSteps: 1, generatorSteps: 25, seed: 1)),
        ("converging", FailedGan.Train(1500, discriminatorSteps: 1, generatorSteps: 1, seed: 1)),
    };
    foreach (var (name, samples) in runs)
        Console.WriteLine($"  {name, -10} covers {FailedGan.Bumps(samples)} of 3 bumps, spread {FailedGan.Spread(samples):F3}");
    LineChart.Save(
        file,
        "25 generator steps a round, and 1",
        "x",
        "samples",
        [.. runs.Select(r => new ChartLine(r.Name, Histogram(r.Samples)))]
    );
}

static IReadOnlyList<(double X, double Y)> Histogram(float[] samples) =>
    [
        .. Enumerable
            .Range(0, 61)
            .Select(i => -3 + i * 0.1)
            .Select(x => (x, (double)samples.Count(s => s >= x - 0.05 && s < x + 0.05))),
    ];
