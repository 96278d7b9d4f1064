using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Tests.Onnx;

/// <summary>How sessions end, and that they give back what they took.</summary>
[TestClass]
public sealed class SessionLifetimeTests
{
    private static readonly GanBundle Bundle = TinyBundle.Make();

    [TestMethod]
    public void A_disposed_session_refuses_and_can_be_disposed_again()
    {
        var session = new GeneratorSession(Bundle);
        session.Generate(1, 0, 1, new float[64]);
        session.Dispose();
        session.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => session.Generate(1, 0, 1, new float[64]));
    }

    [TestMethod]
    public void Disposing_lets_runs_on_other_threads_end()
    {
        for (var round = 0; round < 20; round++)
        {
            var session = new GeneratorSession(Bundle, new SessionSettings { Threads = 1, BatchSize = 8 });
            using var started = new CountdownEvent(3);
            var outcomes = new Exception?[3];
            var threads = Enumerable
                .Range(0, 3)
                .Select(i => new Thread(() =>
                {
                    var samples = new float[64 * 64];
                    try
                    {
                        session.Generate(1, 0, 64, samples);
                        started.Signal();
                        while (true)
                            session.Generate(1, 0, 64, samples);
                    }
                    catch (Exception e)
                    {
                        outcomes[i] = e;
                    }
                }))
                .ToList();
            threads.ForEach(t => t.Start());
            started.Wait();
            session.Dispose();
            threads.ForEach(t => t.Join());

            foreach (var outcome in outcomes)
                Assert.IsInstanceOfType<ObjectDisposedException>(outcome);
        }
    }

    [TestMethod]
    public void A_lane_that_could_not_grow_still_serves_smaller_batches()
    {
        // 128 rows of the second input are more values than an array holds.
        ModelPort[] inputs = [new("small", [2]), new("large", [1 << 24])];
        using var options = new RunOptions();
        using var lane = new RunLane("generator.onnx", null!, options, inputs, [new("x", [3])], batchSize: 128, onDevice: false);
        Assert.ThrowsExactly<OverflowException>(() => lane.Input(0, 128).Clear());
        lane.Input(1, 1)[^1] = 1;
        Assert.AreEqual(2, lane.Input(0, 1).Length);
        Assert.AreEqual(3, lane.Output(0, 1).Length);
    }

    [TestMethod]
    public void A_lane_that_cannot_be_made_does_not_keep_the_model_from_being_released()
    {
        RunOptions? options = null;
        var runner = new ModelRunner(
            GanBundle.GeneratorFile,
            Bundle.GetModel(GanBundle.GeneratorFile).ToArray(),
            new SessionSettings(),
            ModelPorts.Of(Bundle.Manifest, GanBundle.GeneratorFile),
            given =>
            {
                options = given;
                throw new InsufficientMemoryException();
            }
        );
        Assert.ThrowsExactly<InsufficientMemoryException>(() => runner.Borrow());
        Assert.IsFalse(options!.IsClosed);

        runner.Dispose();

        Assert.IsTrue(options.IsClosed);
    }

    [TestMethod]
    [DoNotParallelize]
    public void Disposed_sessions_give_their_memory_back()
    {
        var bundle = TinyBundle.Make([3, 64, 64], latentSize: 64);
        var latents = new float[64 * 256];
        var samples = new float[3 * 64 * 64 * 256];
        void Use()
        {
            using var session = new GeneratorSession(bundle, new SessionSettings { Threads = 1 });
            session.Generate(latents, samples);
        }

        static long Resident()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.WorkingSet64;
        }

        for (var i = 0; i < 5; i++)
            Use();
        var before = Resident();
        for (var i = 0; i < 40; i++)
            Use();

        // One session takes about 28 MB (weights twice, a batch twice): forty that were kept would take over 1 GB.
        Assert.IsLessThan(200L << 20, Resident() - before);
    }
}
