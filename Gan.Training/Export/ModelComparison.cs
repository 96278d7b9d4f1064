using System.Runtime.InteropServices;
using Gan.Onnx;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Runs a model in ONNX Runtime beside the network it was written from, on fresh random inputs of several batch sizes,
/// and runs rows alone that were in a batch.</summary>
internal sealed class ModelComparison : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly string[] _outputs;
    private bool _hasTies;

    private ModelComparison(byte[] model, string[] outputs) => (_session, _outputs) = (new InferenceSession(model), outputs);

    /// <summary>Compares.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="inputs">Its inputs, in the network's order.</param>
    /// <param name="outputs">Its outputs, in the network's order, each with the unit that differences are counted in; null for an
    /// output without a scale of its own, which is judged by its largest magnitude.</param>
    /// <param name="network">The network in evaluation mode, from tensors on the CPU to tensors anywhere.</param>
    /// <param name="batchSizes">How many rows are run at once; each once.</param>
    /// <param name="random">Where inputs come from.</param>
    /// <param name="hasTies">Whether a NaN of the network's stands for a value that rounding decides, as between two classes that
    /// all but tie; it is not compared.</param>
    /// <exception cref="GanException">The network or the engine refuses a batch.</exception>
    public static IReadOnlyList<ExportDifference> Run(
        byte[] model,
        IReadOnlyList<ComparedInput> inputs,
        IReadOnlyList<(string Name, double? Unit)> outputs,
        Func<Tensor[], Tensor[]> network,
        IReadOnlyList<int> batchSizes,
        Generator random,
        bool hasTies = false
    )
    {
        try
        {
            using var comparison = new ModelComparison(model, [.. outputs.Select(o => o.Name)]) { _hasTies = hasTies };
            var found = new Extremes[outputs.Count];
            foreach (var batch in batchSizes)
                comparison.Compare(inputs, network, batch, random, found);
            return
            [
                .. outputs.Select(
                    (output, i) =>
                        new ExportDifference(output.Name, found[i].Difference / (output.Unit ?? 1), batchSizes.Sum())
                        {
                            Magnitude = output.Unit is null ? found[i].Magnitude : 1,
                            RowAlone = found[i].Alone / (output.Unit ?? 1),
                        }
                ),
            ];
        }
        catch (OnnxRuntimeException e)
        {
            throw new GanException($"ONNX Runtime does not run what was written, so nothing is kept: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private void Compare(
        IReadOnlyList<ComparedInput> inputs,
        Func<Tensor[], Tensor[]> network,
        int batch,
        Generator random,
        Extremes[] found
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor[] drawn = [.. inputs.Select(input => input.Draw(batch, random))];
        string[] names = [.. inputs.Select(input => input.Name)];

        // Copies for the network: some networks work in place.
        var given = Score(names, drawn);
        var expected = Expected(network, [.. drawn.Select(d => d.clone())], batch);
        if (expected.Length != found.Length)
            throw new GanException($"The network gives {expected.Length} outputs, the model {found.Length}.");
        if (_hasTies)
            for (var i = 0; i < found.Length; i++)
                CopyTies(expected[i], given[i]);
        for (var row = 0; row < batch && batch > 1; row += Math.Max(1, batch / 2))
        {
            var alone = Score(names, [.. drawn.Select(d => d.narrow(0, row, 1).contiguous())]);
            for (var i = 0; i < found.Length; i++)
            {
                var size = alone[i].Length;
                if (given[i].Length != batch * size)
                {
                    found[i].Alone = double.PositiveInfinity;
                    continue;
                }

                var together = given[i].AsSpan(row * size, size);
                if (_hasTies)
                    CopyTies(together, alone[i]);
                found[i].Alone = Largest(found[i].Alone, alone[i], together);
            }
        }

        for (var i = 0; i < found.Length; i++)
        {
            found[i].Difference = Largest(found[i].Difference, given[i], expected[i]);
            // An infinite value gives no scale to judge the others by.
            foreach (var value in expected[i])
                if (float.IsFinite(value))
                    found[i].Magnitude = Math.Max(found[i].Magnitude, Math.Abs(value));
        }
    }

    private float[][] Score(string[] names, Tensor[] inputs)
    {
        var values = inputs.Select(ToOrtValue).ToArray();
        try
        {
            using var results = _session.Run(_options, names, values, _outputs);
            return [.. results.Select(r => r.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    private static OrtValue ToOrtValue(Tensor tensor) =>
        tensor.dtype == ScalarType.Int64
            ? OrtValue.CreateTensorValueFromMemory(tensor.data<long>().ToArray(), tensor.shape)
            : OrtValue.CreateTensorValueFromMemory(tensor.data<float>().ToArray(), tensor.shape);

    private static float[][] Expected(Func<Tensor[], Tensor[]> network, Tensor[] inputs, int batch)
    {
        try
        {
            return [.. network(inputs).Select(t => t.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray())];
        }
        catch (Exception e) when (e is ExternalException or ArgumentException or InvalidOperationException)
        {
            throw new GanException(
                $"The network itself gives no result for {batch} row(s), so its export cannot be proved: {e.Message}",
                e
            );
        }
    }

    /// <summary>Makes what is undecided in one result undecided in another.</summary>
    private static void CopyTies(ReadOnlySpan<float> from, Span<float> to)
    {
        for (var i = 0; i < from.Length && from.Length == to.Length; i++)
            if (float.IsNaN(from[i]))
                to[i] = float.NaN;
    }

    /// <summary>The larger of a difference so far and the largest between two results; infinite where they cannot be
    /// compared.</summary>
    private double Largest(double largest, ReadOnlySpan<float> found, ReadOnlySpan<float> expected)
    {
        if (found.Length != expected.Length)
            return double.PositiveInfinity;
        for (var i = 0; i < found.Length; i++)
        {
            // Equal infinities are equal; a NaN is not.
            var same = found[i] == expected[i] || (_hasTies && float.IsNaN(found[i]) && float.IsNaN(expected[i]));
            var difference = same ? 0 : Math.Abs((double)found[i] - expected[i]);
            if (!(difference <= largest))
                largest = double.IsNaN(difference) ? double.PositiveInfinity : difference;
        }

        return largest;
    }

    private struct Extremes
    {
        public double Difference;
        public double Magnitude;
        public double Alone;
    }
}
