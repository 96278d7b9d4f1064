using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Tests.Packages.Torch;

/// <summary>What the tests of the tensor package share.</summary>
internal static class TorchTest
{
    internal static float[] Values(Tensor tensor)
    {
        using Tensor host = tensor.detach().cpu().to(ScalarType.Float32).contiguous();
        return host.data<float>().ToArray();
    }

    internal static void AreEqual(float[] expected, Tensor actual, double tolerance = 1e-5)
    {
        float[] values = Values(actual);
        Assert.AreEqual(expected.Length, values.Length, "number of elements");
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], values[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"element {i}");
    }

    /// <summary>
    /// Compares the gradients of a scalar function, in double precision, with central differences in every element of every
    /// input.
    /// </summary>
    internal static void CheckGradients(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        const double Step = 1e-5;
        Tensor value = function(inputs);
        IList<Tensor> gradients = autograd.grad([value], inputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            double[] analytic = gradients[i].contiguous().data<double>().ToArray();
            Tensor flat = inputs[i].detach().view(-1);
            for (int j = 0; j < analytic.Length; j++)
            {
                double original = flat[j].ToDouble();
                flat[j] = tensor(original + Step, ScalarType.Float64);
                double above = function(inputs).ToDouble();
                flat[j] = tensor(original - Step, ScalarType.Float64);
                double below = function(inputs).ToDouble();
                flat[j] = tensor(original, ScalarType.Float64);
                double numeric = (above - below) / (2 * Step);
                Assert.AreEqual(numeric, analytic[j], 1e-6 * Math.Max(1, Math.Abs(numeric)), $"input {i}, element {j}");
            }
        }
    }

    /// <summary>A double-precision leaf with fixed random values.</summary>
    internal static Tensor Leaf(long seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, ScalarType.Float64, generator: generator).requires_grad_();
    }
}
