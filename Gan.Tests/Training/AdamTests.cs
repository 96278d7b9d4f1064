using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Gan.Training.Games.Adam;

namespace Gan.Tests.Training;

[TestClass]
public sealed class AdamTests
{
    // No multiple of any processor's vectors.
    private const int Count = 1013;

    [TestMethod]
    public void The_first_step_is_the_learning_rate_against_the_sign_of_the_gradient()
    {
        using var scope = NewDisposeScope();
        using var values = new Parameter(tensor(new[] { 1f, 2, 3 }));
        values.grad = tensor(new[] { 0.5f, -20, 0 });
        using var adam = new Adam(values, 0.1, 0.5, 0.999);
        adam.step();
        CollectionAssert.AreEqual(new[] { 0.9f, 2.1f, 3 }, values.data<float>().ToArray());
        // Half the gradient, then half of that and half the next one; divided by 1 - 0.5² = 0.75, and by the root of what the
        // squares come to: (0.999 * 0.25 + 1) * 0.001 / (1 - 0.999²).
        values.grad.copy_(tensor(new[] { 1f, 0, 0 }));
        adam.step();
        var square = (0.999 * 0.25 + 1) * 0.001 / (1 - 0.999 * 0.999);
        Assert.AreEqual(0.9 - 0.1 * (0.25 * 0.5 + 0.5) / 0.75 / Math.Sqrt(square), values[0].item<float>(), 1e-6);
    }

    [TestMethod]
    [DataRow(0.5, 0.999)]
    [DataRow(0.0, 0.9)]
    public void Steps_are_those_of_Adam_and_go_on_from_its_state(double beta1, double beta2)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var values = Values(random);
        using var others = new Parameter(values.detach().clone());
        others.grad = zeros(Count);
        using var fused = new Adam(values, 1e-2, beta1, beta2);
        using var adam = optim.Adam([others], 1e-2, beta1, beta2);
        for (var step = 0; step < 6; step++)
        {
            var gradient = randn([Count], generator: random);
            values.grad!.copy_(gradient);
            others.grad!.copy_(gradient);
            foreach (var group in fused.ParamGroups.Concat(adam.ParamGroups))
                group.LearningRate = 1e-2 / (1 + step);
            if (step == 3)
                LoadState(from: adam, to: fused);
            fused.step();
            adam.step();
            Assert.IsTrue(values.allclose(others, 1e-5, 1e-6), $"step {step}");
        }
    }

    private static Parameter Values(Generator random)
    {
        var values = new Parameter(randn([Count], generator: random));
        values.grad = zeros(Count);
        return values;
    }

    private static void LoadState(OptimizerHelper from, OptimizerHelper to)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            from.save_state_dict(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        to.load_state_dict(reader);
    }
}
