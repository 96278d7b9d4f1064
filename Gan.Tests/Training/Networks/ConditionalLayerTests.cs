using Gan.Training.Networks.Layers;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class ConditionalLayerTests
{
    [TestMethod]
    public void Conditional_batch_norm_scales_and_shifts_by_class()
    {
        using var scope = NewDisposeScope();
        using var layer = new ConditionalBatchNorm2d(2, 3);
        using (no_grad())
        {
            layer.Scale.weight![1] = tensor(new float[] { 2, 3 });
            layer.Shift.weight![1] = tensor(new float[] { 5, 7 });
        }

        var input = randn(4, 2, 3, 3) * 4 + 2;
        var output = layer.call(input, tensor(new[] { 0L, 1, 2, 1 }));
        var mean = input.mean([0L, 2, 3], keepdim: true);
        var normalized = (input - mean) / ((input - mean).square().mean([0L, 2, 3], keepdim: true) + 1e-5).sqrt();
        NetworkChecks.AreClose(normalized[0], output[0], 1e-4);
        NetworkChecks.AreClose(normalized[2], output[2], 1e-4);
        NetworkChecks.AreClose(normalized[3, 0] * 2 + 5, output[3, 0], 1e-4);
        NetworkChecks.AreClose(normalized[3, 1] * 3 + 7, output[3, 1], 1e-4);
        NetworkChecks.CheckRowsAreJudgedAlone(layer, x => layer.call(x, ones(x.shape[0], ScalarType.Int64)), input);
    }

    [TestMethod]
    public void Labels_reach_every_conditional_layer_of_a_sequence()
    {
        using var scope = NewDisposeScope();
        using var layers = new ConditionalSequential([
            nn.Conv2d(1, 2, 1),
            new ConditionalBatchNorm2d(2, 2),
            new ConditionalResidualBlock(new ConditionalSequential([new ConditionalBatchNorm2d(2, 2), nn.Tanh()])),
        ]);
        using (no_grad())
        {
            foreach (var norm in layers.modules().OfType<ConditionalBatchNorm2d>())
                norm.Shift.weight![1] = ones(2);
        }

        layers.eval();
        var input = randn(1, 1, 2, 2);
        var features = ((nn.Module<Tensor, Tensor>)layers.Layers[0]).call(input) / MathF.Sqrt(1 + 1e-5f);
        var expected = features + 1 + ((features + 1) / MathF.Sqrt(1 + 1e-5f) + 1).tanh();
        NetworkChecks.AreClose(expected, layers.call(input, ones(1, ScalarType.Int64)));
        NetworkChecks.AreClose(
            features + (features / MathF.Sqrt(1 + 1e-5f)).tanh(),
            layers.call(input, zeros(1, ScalarType.Int64))
        );
        CollectionAssert.AreEquivalent(
            new[] { "0.weight", "0.bias" },
            layers.named_parameters().Select(p => p.name).Where(name => name.StartsWith("0.", StringComparison.Ordinal)).ToArray()
        );
    }

    [TestMethod]
    public void A_sequence_refuses_what_takes_neither_features_nor_labels()
    {
        using var loss = nn.ModuleList<nn.Module>();
        Assert.ThrowsExactly<ArgumentException>(() => new ConditionalSequential([loss]));
    }
}
