using System.Globalization;
using Gan.Tests.Engineering;

namespace Gan.Tests.Packages.Packed;

/// <summary>ML.NET's own pool of prediction engines, with a model that is exchanged while it serves.</summary>
[TestClass]
public sealed class PoolTests
{
    [TestMethod]
    public void Two_hundred_swaps_are_served_and_leave_no_memory_behind()
    {
        var packed = PackedOnce.Packed;
        packed.MakeApp(
            "Serves",
            "net10.0",
            ["Gan.MLNet", "Microsoft.Extensions.ML 5.0.1", $"Microsoft.ML.OnnxRuntime {PackedFixture.Pin("OnnxRuntimeVersion")}"],
            Program
        );
        var restored = packed.TryRun("Serves", "dotnet", "restore");
        if (restored.Output.Contains("NU1101", StringComparison.Ordinal))
            Assert.Inconclusive("The package index has no Microsoft.Extensions.ML.");

        var bundle = Path.Combine(SourceTree.Root, "models", "digits-dcgan");
        var output = packed.Run("Serves", "dotnet", "run", "-c", "Release", "--", bundle);

        var memory = output.Split("MiB: ")[1].Trim().Split(' ').Select(m => int.Parse(m, CultureInfo.InvariantCulture)).ToArray();
        Assert.HasCount(4, memory);
        // Were 150 models more kept, they would take 160 MiB.
        Assert.IsTrue(memory[3] < memory[0] + 60, output);
    }

    private const string Program = """
        using Gan.MLNet;
        using Gan.Onnx.Bundles;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.ML;
        using Microsoft.ML;
        using Microsoft.ML.Data;

        var ml = new MLContext();
        var bundle = GanBundle.Load(args[0]);
        var empty = ml.Data.LoadFromEnumerable<Request>([]);

        // Two models that differ, so that a swap is seen.
        ITransformer Model(float threshold)
        {
            var options = new AnomalyScorerOptions { InputColumnName = "Picture", Threshold = threshold };
            return ml.Transforms.ApplyGanGenerator(bundle, "Picture", seedColumnName: "Seed")
                .Append(ml.Transforms.ApplyGanAnomalyScorer(bundle, options))
                .Fit(empty);
        }

        var models = new[] { Model(-1e6f), Model(1e6f) };

        void Publish(ITransformer model, string path)
        {
            ml.Model.Save(model, empty.Schema, path + ".new");
            File.Move(path + ".new", path, overwrite: true);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }

        Publish(models[0], "model.zip");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPredictionEnginePool<Request, Answer>().FromFile("digits", "model.zip", watchForChanges: true);
        services.Configure<MLOptions>(options => options.MLContext.RegisterGanTransformers());
        using var provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<PredictionEnginePool<Request, Answer>>();

        var memory = new List<long>();
        for (var swap = 1; swap <= 200; swap++)
        {
            Publish(models[swap % 2], "model.zip");
            var clock = System.Diagnostics.Stopwatch.StartNew();
            while (IsAbnormal() != (swap % 2 == 0))
            {
                if (clock.Elapsed > TimeSpan.FromSeconds(60))
                    throw new TimeoutException($"swap {swap} was not seen");
                Thread.Sleep(5);
            }

            if (swap % 50 == 0)
                memory.Add(Memory());
        }

        Console.WriteLine($"200 swaps, memory in MiB: {string.Join(' ', memory.Select(m => m >> 20))}");

        // A pool that was just exchanged may be disposed before it is asked: then the next one answers.
        bool IsAbnormal()
        {
            while (true)
            {
                try
                {
                    return pool.Predict("digits", new Request { Seed = 7 }).PredictedLabel;
                }
                catch (ObjectDisposedException)
                {
                }
            }
        }

        static long Memory()
        {
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.WorkingSet64;
        }

        internal sealed class Request
        {
            public ulong Seed { get; set; }
        }

        internal sealed class Answer
        {
            public bool PredictedLabel { get; set; }
        }
        """;
}
