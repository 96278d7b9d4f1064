using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Gan.Tests.Packages.OnnxRuntime;

/// <summary>What the project relies on in ONNX Runtime's managed API, whichever package provides it.</summary>
[TestClass]
public sealed class InferenceSessionTests
{
    private static readonly string[] X = ["x"],
        Y = ["y"];

    [TestMethod]
    public void A_session_describes_its_inputs_and_outputs()
    {
        using var session = new InferenceSession(Models.Affine());

        CollectionAssert.AreEqual(X, session.InputNames.ToArray());
        CollectionAssert.AreEqual(Y, session.OutputNames.ToArray());
        var x = session.InputMetadata["x"];
        Assert.IsTrue(x.IsTensor);
        Assert.AreEqual(typeof(float), x.ElementType);
        Assert.AreEqual(TensorElementType.Float, x.ElementDataType);
        CollectionAssert.AreEqual(new[] { -1, 3 }, x.Dimensions);
        CollectionAssert.AreEqual(new[] { "batch", "" }, x.SymbolicDimensions);
        CollectionAssert.AreEqual(new[] { -1, 3 }, session.OutputMetadata["y"].Dimensions);
        Assert.AreEqual("tests", session.ModelMetadata.CustomMetadataMap["purpose"]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(33)]
    public void Any_number_of_rows_fits_the_symbolic_batch(int rows)
    {
        using var session = new InferenceSession(Models.Affine());
        var values = Enumerable.Range(0, rows * 3).Select(i => (float)i).ToArray();
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(values, [rows, 3]);
        using var results = session.Run(options, X, [x], Y);

        var y = results.Single();
        CollectionAssert.AreEqual(new long[] { rows, 3 }, y.GetTensorTypeAndShape().Shape);
        CollectionAssert.AreEqual(
            values.Select((v, i) => 2 * v + 10 * (i % 3)).ToArray(),
            y.GetTensorDataAsSpan<float>().ToArray()
        );
    }

    [TestMethod]
    public void Values_are_read_from_and_written_to_pinned_memory_without_a_copy()
    {
        using var session = new InferenceSession(Models.Affine());
        using var options = new RunOptions();
        var rows = GCHandle.Alloc(new[] { 9f, 9f, 9f, 1f, 2f, 3f }, GCHandleType.Pinned);
        var results = new[] { -1f, -1f, -1f, -1f };
        var target = GCHandle.Alloc(results, GCHandleType.Pinned);
        try
        {
            using var x = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance,
                TensorElementType.Float,
                [1, 3],
                rows.AddrOfPinnedObject() + 3 * sizeof(float),
                3 * sizeof(float)
            );
            using var y = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance,
                TensorElementType.Float,
                [1, 3],
                target.AddrOfPinnedObject() + sizeof(float),
                3 * sizeof(float)
            );
            session.Run(options, X, [x], Y, [y]);
        }
        finally
        {
            rows.Free();
            target.Free();
        }

        CollectionAssert.AreEqual(new[] { -1f, 2f, 14f, 26f }, results);
    }

    [TestMethod]
    public void A_part_of_an_array_can_be_an_input()
    {
        using var session = new InferenceSession(Models.Affine());
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance,
            new[] { 9f, 1f, 2f, 3f }.AsMemory(1),
            [1, 3]
        );
        using var results = session.Run(options, X, [x], Y);

        CollectionAssert.AreEqual(new[] { 2f, 14f, 26f }, results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [TestMethod]
    public void Only_the_outputs_asked_for_come_back_in_the_order_asked_for()
    {
        using var session = new InferenceSession(Models.ProductAndSum());
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1f, 64).ToArray(), [1L, 64]);
        using var both = session.Run(options, X, [x], ["sum", "product"]);
        using var one = session.Run(options, X, [x], ["sum"]);

        var sum = both[0].GetTensorDataAsSpan<float>()[0];
        Assert.AreEqual(2, both.Count);
        Assert.AreEqual(sum, both[1].GetTensorDataAsSpan<float>().ToArray().Sum(), 1e-4f);
        Assert.AreEqual(sum, one.Single().GetTensorDataAsSpan<float>()[0]);
    }

    [TestMethod]
    public void One_session_serves_many_threads()
    {
        using var session = new InferenceSession(Models.ProductAndSum());
        var random = new Random(7);
        var values = Enumerable.Range(0, 8 * 64).Select(_ => random.NextSingle()).ToArray();
        float[] Run()
        {
            using var options = new RunOptions();
            using var x = OrtValue.CreateTensorValueFromMemory(values, [8L, 64]);
            using var results = session.Run(options, X, [x], ["product"]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }

        var expected = Run();
        var results = new float[200][];
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => results[i] = Run());

        foreach (var result in results)
            CollectionAssert.AreEqual(expected, result);
    }

    [TestMethod]
    public void The_number_of_threads_can_be_chosen_and_does_not_change_the_result()
    {
        var values = Enumerable.Range(0, 256 * 64).Select(i => MathF.Sin(i)).ToArray();
        float[] Run(int threads)
        {
            using var settings = new SessionOptions
            {
                IntraOpNumThreads = threads,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            };
            Assert.AreEqual(threads, settings.IntraOpNumThreads);
            using var session = new InferenceSession(Models.ProductAndSum(), settings);
            using var options = new RunOptions();
            using var x = OrtValue.CreateTensorValueFromMemory(values, [256L, 64]);
            using var results = session.Run(options, X, [x], ["product"]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }

        CollectionAssert.AreEqual(Run(1), Run(3));
    }
}
