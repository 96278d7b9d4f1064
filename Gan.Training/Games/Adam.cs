using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>Adam (D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015), which on the processor goes through
/// parameters, gradients and moments once instead of once for each of eight kernels: a quarter of the time.</summary>
/// <remarks>All else is TorchSharp's, its state in checkpoints among it, which hold the name of the class. One thread does it:
/// after a backward pass OpenMP's threads hold the other cores for longer than it takes. The result is the same on any processor:
/// each value is rounded after each operation.</remarks>
internal sealed class Adam : TorchSharp.Modules.Adam
{
    private const double Epsilon = 1e-8;
    private readonly Parameter _values;
    private readonly double _beta1;
    private readonly double _beta2;

    /// <summary>Learns one buffer of 32-bit floats, whose gradient is there already.</summary>
    public Adam(Parameter values, double learningRate, double beta1, double beta2)
        : base([values], learningRate, beta1, beta2, Epsilon) => (_values, _beta1, _beta2) = (values, beta1, beta2);

    public override Tensor step(Func<Tensor>? closure = null)
    {
        if (_values.device_type != DeviceType.CPU)
            return base.step(closure);
        var state = (State)_state[_values.Handle];
        state.step++;
        // The corrections of both moments, which begin at 0.
        var step = ParamGroups.First().LearningRate / (1 - Math.Pow(_beta1, state.step));
        var scale = 1 / Math.Sqrt(1 - Math.Pow(_beta2, state.step));
        Update(
            Floats(_values),
            Floats(_values.grad!),
            Floats(state.exp_avg),
            Floats(state.exp_avg_sq),
            (float)step,
            (float)scale
        );
        return null!;
    }

    private void Update(
        Span<float> values,
        Span<float> gradients,
        Span<float> means,
        Span<float> squares,
        float step,
        float scale
    )
    {
        var (beta1, rest1, beta2, rest2) = ((float)_beta1, (float)(1 - _beta1), (float)_beta2, (float)(1 - _beta2));
        const float epsilon = (float)Epsilon;
        var valueVectors = Vectors(values);
        var gradientVectors = Vectors(gradients);
        var meanVectors = Vectors(means);
        var squareVectors = Vectors(squares);
        for (var i = 0; i < valueVectors.Length; i++)
        {
            var gradient = gradientVectors[i];
            var mean = meanVectors[i] * beta1 + gradient * rest1;
            var square = squareVectors[i] * beta2 + gradient * gradient * rest2;
            (meanVectors[i], squareVectors[i]) = (mean, square);
            valueVectors[i] -= mean * step / (Vector.SquareRoot(square) * scale + new Vector<float>(epsilon));
        }

        // What is less than a vector.
        for (var i = valueVectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            means[i] = means[i] * beta1 + gradients[i] * rest1;
            squares[i] = squares[i] * beta2 + gradients[i] * gradients[i] * rest2;
            values[i] -= means[i] * step / (MathF.Sqrt(squares[i]) * scale + epsilon);
        }
    }

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static Span<Vector<float>> Vectors(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
}
