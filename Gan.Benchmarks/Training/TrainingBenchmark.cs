using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gan.Benchmarks.Peers;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Native;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Training;

/// <summary>Training speed beside Python's torch: both run the same work in turns, so that a busy machine slows both.</summary>
internal static class TrainingBenchmark
{
    private const double RoundSeconds = 1.5;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="rounds">Rounds of each pair.</param>
    /// <param name="only">One game; all when null.</param>
    /// <param name="threads">Threads of both.</param>
    /// <param name="device">What both train on, as <see cref="TrainingSettings.Device"/> names it.</param>
    /// <param name="maps">Feature maps of the convolutional games; the residual ones have half as many.</param>
    /// <param name="batch">Samples of a batch.</param>
    /// <param name="jsonFile">Where the figures go too; nowhere when null.</param>
    public static void Run(int rounds, string? only, int threads, string device, int maps, int batch, string? jsonFile)
    {
        var chosen = Choose(only, maps, batch);
        TorchLibrary.Load();
        set_num_threads(threads);
        var place = TrainingDevice.Choose(device);
        var onCard = place.type == DeviceType.CUDA;
        using var peer = new PythonTorch(threads, place.ToString(), maps, batch);
        var rows = new List<PairedRow>();
        Pair("product", "product of two 1024 x 1024 matrices", Product(place));
        Pair(
            "convolution",
            $"convolution 4x4 stride 2, {batch} x {maps} x 16 x 16 to {2 * maps} maps, forward and backward",
            Convolution(place, maps, batch)
        );
        foreach (var (name, description, _) in Games(maps, batch).Where(game => chosen.Contains(game.Name)))
        {
            using var trainer = CreateTrainer(name, maps, batch, device);
            void Steps(int count) => trainer.TrainUntil(trainer.Step + count);
            Pair(name, $"{description}; the peer's loop is careful", Steps);
            Pair(name + "-tutorial", $"{description}; the peer's loop is the tutorials'", Steps);
        }

        if (jsonFile is not null)
            AtomicFile.WriteText(jsonFile, JsonSerializer.Serialize(rows, Json));

        void Pair(string workload, string description, Action<int> work)
        {
            // A card works on after it was told to: the clock waits for it.
            void ours(int count)
            {
                work(count);
                if (onCard)
                    cuda.synchronize(place);
            }

            var version = peer.Prepare(workload);
            ours(2);
            peer.Run(2);
            var clock = Stopwatch.StartNew();
            ours(5);
            var count = Math.Max(5, (int)(RoundSeconds / (clock.Elapsed.TotalSeconds / 5)));
            var (mine, plain, theirs) = (new double[rounds], new double[rounds], new double[rounds]);
            for (var round = 0; round < rounds; round++)
            {
                // Who goes first changes, so that neither always finds the machine warmer.
                if (round % 2 == 1)
                    theirs[round] = peer.Run(count);
                clock.Restart();
                ours(count);
                mine[round] = clock.Elapsed.TotalSeconds;
                plain[round] = onCard ? double.NaN : WithoutOneDnn(() => ours(count));
                if (round % 2 == 0)
                    theirs[round] = peer.Run(count);
            }

            var ratios = mine.Zip(theirs, (m, t) => t / m).Order().ToArray();
            var row = new PairedRow(
                description,
                Median(mine) * 1000 / count,
                onCard ? null : Median(plain) * 1000 / count,
                Median(theirs) * 1000 / count,
                ratios[ratios.Length / 2],
                ratios[0],
                ratios[^1],
                onCard ? $"libtorch {torch.__version__}, {place}" : $"libtorch {torch.__version__}, {get_num_threads()} threads",
                version
            );
            rows.Add(row);
            FormattableString slower = $", without oneDNN {row.WithoutOneDnnMilliseconds:F3} ms";
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Workload}\n  ours {row.OursMilliseconds:F3} ms ({row.Ours}){(onCard ? "" : Invariant(slower))}  "
                        + $"Python {row.PeerMilliseconds:F3} ms (torch {row.Peer})  "
                        + $"speed ratio {row.Ratio:F2} ({row.LowestRatio:F2} to {row.HighestRatio:F2}, {rounds} rounds)"
                )
            );
        }
    }

    /// <summary>The names of one game or of all.</summary>
    /// <exception cref="GanException">There is no such game.</exception>
    public static string[] Choose(string? only, int maps, int batch)
    {
        string[] names = [.. Games(maps, batch).Select(g => g.Name)];
        if (only is not null && !names.Contains(only))
            throw new GanException($"--only: there is no game '{only}'. Did you mean '{NearestName.Find(only, names)}'?");
        return only is null ? names : [only];
    }

    /// <summary>Makes a game's trainer, on pictures of noise.</summary>
    public static GanTrainer CreateTrainer(string game, int maps, int batch, string device = "cpu") =>
        new(
            Games(maps, batch).First(g => g.Name == game).Recipe,
            Pictures(),
            new TrainingSettings { Device = device, ReportEvery = int.MaxValue }
        );

    /// <summary>How long something takes with libtorch's kernels alone, in seconds.</summary>
    private static double WithoutOneDnn(Action work)
    {
        OneDnn.TrySet(false);
        try
        {
            var clock = Stopwatch.StartNew();
            work();
            return clock.Elapsed.TotalSeconds;
        }
        finally
        {
            OneDnn.TrySet(TorchLibrary.ConvolutionWarning is null);
        }
    }

    private static (string Name, string Description, Recipe Recipe)[] Games(int maps, int batch)
    {
        var pictures = $"3 x 32 x 32, batch {batch}";
        return
        [
            ("mlp", $"MLP GAN step, {pictures}", new MlpGanRecipe { BatchSize = batch }),
            ("dcgan", $"DCGAN step, {pictures}, {maps} maps", new DcganRecipe { FeatureMaps = maps, BatchSize = batch }),
            (
                "wgan-gp",
                $"WGAN-GP step (5 critic updates), {pictures}, {maps} maps",
                new WganGpRecipe { FeatureMaps = maps, BatchSize = batch }
            ),
            (
                "sn-resnet",
                $"SN-ResNet step, hinge, {pictures}, {maps / 2} maps",
                new SnGanRecipe
                {
                    FeatureMaps = maps / 2,
                    BatchSize = batch,
                    DiscriminatorSteps = 1,
                }
            ),
        ];
    }

    private static Action<int> Product(Device place)
    {
        var (a, b) = (randn([1024, 1024], device: place), randn([1024, 1024], device: place));
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                using var c = a.mm(b);
            }
        };
    }

    private static Action<int> Convolution(Device place, int maps, int batch)
    {
        var layer = nn.Conv2d(maps, 2 * maps, 4, stride: 2, padding: 1, bias: false, device: place);
        var x = randn([batch, maps, 16, 16], device: place, requires_grad: true);
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                layer.zero_grad();
                x.grad = null;
                layer.forward(x).sum().backward();
            }
        };
    }

    private static Dataset Pictures()
    {
        var random = new Random(1);
        var pixels = new float[1024 * 3 * 32 * 32];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = random.NextSingle();
        return new Dataset("noise", [3, 32, 32], pixels, null, new ValueRange { Minimum = 0, Maximum = 1 });
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}

/// <summary>One workload, ours beside the peer's.</summary>
/// <param name="Workload">What was run.</param>
/// <param name="OursMilliseconds">Median time of one run of it, here.</param>
/// <param name="WithoutOneDnnMilliseconds">The same with oneDNN switched off, in the same rounds; null on a card.</param>
/// <param name="PeerMilliseconds">Median time of one run of it, in the peer.</param>
/// <param name="Ratio">Median over the rounds of the peer's time divided by ours: above 1 we are faster.</param>
/// <param name="LowestRatio">The smallest of those ratios.</param>
/// <param name="HighestRatio">The largest of those ratios.</param>
/// <param name="Ours">Version and threads, here.</param>
/// <param name="Peer">Version and threads, in the peer.</param>
internal sealed record PairedRow(
    string Workload,
    double OursMilliseconds,
    double? WithoutOneDnnMilliseconds,
    double PeerMilliseconds,
    double Ratio,
    double LowestRatio,
    double HighestRatio,
    string Ours,
    string Peer
);
