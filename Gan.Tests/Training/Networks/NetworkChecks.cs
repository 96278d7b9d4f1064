using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

/// <summary>What tests of networks share.</summary>
internal static class NetworkChecks
{
    public static float[] Values(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return [.. network.state_dict().Values.SelectMany(t => t.detach().to(ScalarType.Float32).data<float>().ToArray())];
    }

    public static float[] Values(Tensor tensor) =>
        tensor.detach().cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray();

    public static void AreClose(Tensor expected, Tensor actual, double tolerance = 1e-5, string what = "")
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape, what);
        var difference = (expected - actual).abs().max().to(ScalarType.Float64).item<double>();
        Assert.IsLessThanOrEqualTo(tolerance, difference, what);
    }

    /// <summary>In evaluation mode each row's result alone is its result in a batch, and the same twice.</summary>
    public static void CheckRowsAreJudgedAlone(
        nn.Module network,
        Func<Tensor, Tensor> pass,
        Tensor batch,
        double tolerance = 1e-5
    )
    {
        using var noGrad = no_grad();
        network.eval();
        var together = pass(batch);
        AreClose(together, pass(batch), 0, "twice the same");
        for (var row = 0; row < batch.shape[0]; row++)
            AreClose(together.narrow(0, row, 1), pass(batch.narrow(0, row, 1)), tolerance, $"row {row} alone");
        network.train();
    }

    /// <summary>Flattened parameters change nothing, and every parameter gets a gradient through its flat view.</summary>
    public static void CheckFlatParameters(nn.Module network, Func<Tensor> evaluate)
    {
        network.eval();
        var before = evaluate().detach().clone();
        using var flat = new FlatParameters([network]);
        AreClose(before, evaluate(), 1e-6, "after flattening");
        evaluate().square().sum().backward();
        Assert.IsGreaterThan(0f, flat.Gradients.abs().sum().item<float>());
        Assert.AreEqual(network.parameters().Sum(p => p.numel()), flat.Values.numel());
        network.train();
    }

    /// <summary>What one network saved makes another network the same.</summary>
    public static void CheckSaving<T>(Func<T> create, Func<T, Tensor> evaluate)
        where T : nn.Module
    {
        using var noGrad = no_grad();
        using var first = create();
        using var second = create();
        evaluate(first);
        using var saved = new MemoryStream();
        first.save(saved);
        second.load(new MemoryStream(saved.ToArray()));
        first.eval();
        second.eval();
        AreClose(evaluate(first), evaluate(second), 0, "after loading");
    }

    /// <summary>Compares gradients of a scalar function of a module's parameters with central differences, in double
    /// precision.</summary>
    public static void CheckGradients(nn.Module module, Func<Tensor> loss)
    {
        const double Step = 1e-6;
        TorchSharp.Modules.Parameter[] parameters = [.. module.parameters()];
        var gradients = autograd.grad([loss()], parameters);
        using var noGrad = no_grad();
        foreach (var (parameter, gradient) in parameters.Zip(gradients))
        {
            var flat = parameter.detach().view(-1);
            var analytic = gradient.contiguous().data<double>().ToArray();
            for (var i = 0; i < analytic.Length; i++)
            {
                var original = flat[i].item<double>();
                flat[i] = tensor(original + Step, ScalarType.Float64);
                var above = loss().item<double>();
                flat[i] = tensor(original - Step, ScalarType.Float64);
                var below = loss().item<double>();
                flat[i] = tensor(original, ScalarType.Float64);
                Assert.AreEqual((above - below) / (2 * Step), analytic[i], 1e-5, $"element {i}");
            }
        }
    }
}
