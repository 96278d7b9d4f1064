using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Cli.Commands;
using Gan.Training;
using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Cli.Runs;

/// <summary>Says what a run would train, and what memory and time it would take, from a few steps that are forgotten
/// again.</summary>
internal static class DryRun
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Measures and shows; writes nothing.</summary>
    public static void Show(TrainJob job, CommandOutput output, CancellationToken cancellation)
    {
        (var trainer, job) = TrainRunner.Prepare(job, output, cancellation);
        using var disposing = trainer;
        var data = trainer.Data;
        var players = trainer.Game.Players;
        (string Name, nn.Module Network, bool Averaged)[] networks =
        [
            .. players.SelectMany(player =>
                player.Networks.Select(n => (NameOf(player, n.Key, players), n.Value, player.Averages is not null))
            ),
        ];
        var secondsPerStep = TrainingBudget.TimeStep(trainer, cancellation);
        var resident = Process.GetCurrentProcess().WorkingSet64;
        var time = TimeSpan.FromSeconds(secondsPerStep * job.Steps);
        var checkpoint = networks.Sum(n => Bytes(n.Network) * (n.Averaged ? 2 : 1) + 2 * ParameterBytes(n.Network));
        var result = new JsonObject
        {
            ["recipe"] = job.Recipe.Name,
            ["data"] = new JsonObject
            {
                ["name"] = data.Name,
                ["samples"] = data.Count,
                ["shape"] = Numbers(data.Shape.Select(d => (long)d)),
            },
            ["batch"] = trainer.Recipe.BatchSize,
            ["device"] = trainer.Device.ToString(),
            ["networks"] = new JsonObject(networks.Select(n => KeyValuePair.Create(n.Name, (JsonNode?)Describe(n.Network)))),
            ["checkpointBytes"] = checkpoint,
            ["residentBytes"] = resident,
            ["secondsPerStep"] = secondsPerStep,
            ["steps"] = job.Steps,
            ["seconds"] = time.TotalSeconds,
        };
        output.Result(
            result,
            words =>
            {
                words.WriteLine($"recipe      {job.Recipe.Name} ({job.Recipe.Method})");
                words.WriteLine(
                    $"data        {data.Name}: {data.Count} samples of shape [{string.Join(", ", data.Shape)}], "
                        + $"{(double)data.Count * data.SampleSize * sizeof(float) / Mebibyte:F1} MiB"
                );
                words.WriteLine($"batch       {trainer.Recipe.BatchSize} samples");
                words.WriteLine($"device      {trainer.Device}");
                foreach (var (name, network, averaged) in networks)
                {
                    words.WriteLine();
                    words.WriteLine($"{name}: {Count(network):N0} parameters{(averaged ? ", and their average" : "")}");
                    PlainTable.Write(
                        words,
                        ["  tensor", "shape", "values"],
                        Tensors(network)
                            .Select(t =>
                                new[]
                                {
                                    $"  {t.Name}",
                                    $"[{string.Join(", ", t.Shape)}]",
                                    t.Shape.Aggregate(1L, (p, d) => p * d).ToString("N0", CultureInfo.InvariantCulture),
                                }
                            )
                    );
                }

                words.WriteLine();
                words.WriteLine(
                    $"memory      {resident / Mebibyte:F0} MiB resident after a few steps; a checkpoint takes about "
                        + $"{checkpoint / Mebibyte:F1} MiB"
                );
                words.WriteLine(
                    $"time        {secondsPerStep * 1000:G3} ms a step here and now, {Text(time)} for " + $"{job.Steps:N0} steps"
                );
                words.WriteLine("Nothing was written.");
            }
        );
    }

    /// <summary>What a network is called: with its player, as in checkpoints, where the player has several or another player
    /// has one of that name.</summary>
    private static string NameOf(Player player, string network, IReadOnlyList<Player> players) =>
        player.Networks.Count == 1 && players.Count(p => p.Networks.ContainsKey(network)) == 1
            ? network
            : $"{player.Name}/{network}";

    /// <summary>A time in its two largest units, since no more of it is known.</summary>
    internal static string Text(TimeSpan time)
    {
        string Two(long large, string unit, int small, string smaller) =>
            string.Create(CultureInfo.InvariantCulture, $"{large} {unit} {small} {smaller}");
        return time switch
        {
            { TotalDays: >= 1 } => Two(time.Days, time.Days == 1 ? "day" : "days", time.Hours, "h"),
            { TotalHours: >= 1 } => Two(time.Hours, "h", time.Minutes, "min"),
            { TotalMinutes: >= 1 } => Two(time.Minutes, "min", time.Seconds, "s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:G2} s"),
        };
    }

    private static JsonObject Describe(nn.Module network) =>
        new()
        {
            ["parameters"] = Count(network),
            ["tensors"] = new JsonArray([
                .. Tensors(network).Select(t => new JsonObject { ["name"] = t.Name, ["shape"] = Numbers(t.Shape) }),
            ]),
        };

    private static IEnumerable<(string Name, long[] Shape)> Tensors(nn.Module network) =>
        network.named_parameters().Select(p => (p.name, p.parameter.shape));

    private static long Count(nn.Module network) => network.parameters().Sum(p => p.numel());

    private static long ParameterBytes(nn.Module network) => Count(network) * sizeof(float);

    private static long Bytes(nn.Module network) =>
        ParameterBytes(network) + network.buffers().Sum(b => b.numel() * sizeof(float));

    private static JsonArray Numbers(IEnumerable<long> numbers) => new([.. numbers.Select(n => (JsonNode)n)]);
}
