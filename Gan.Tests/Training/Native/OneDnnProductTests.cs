using System.Runtime.Intrinsics.X86;
using Gan.Training.Native;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Native;

[TestClass]
public sealed class OneDnnProductTests
{
    private const int Rows = 48,
        Inputs = 70,
        Hidden = 33,
        Outputs = 5;

    /// <summary>A layer: input, weight and bias.</summary>
    private delegate Tensor Layer(Tensor input, Tensor weight, Tensor? bias);

    [TestInitialize]
    public void Load() => TorchLibrary.Load();

    [TestMethod]
    public void The_function_is_in_the_libtorch_that_is_pinned_for_Linux() =>
        Assert.AreEqual(OperatingSystem.IsLinux() && Avx512BW.VL.IsSupported, OneDnnProduct.IsThere);

    [TestMethod]
    public void Gradients_of_two_layers_are_those_of_libtorch() =>
        AssertSame(layer =>
        {
            var (input, weights, biases) = Network();
            var output = layer(layer(input, weights[0], biases[0]).tanh(), weights[1], null);
            Tensor[] by = [input, weights[0], biases[0], weights[1]];
            return [output, .. autograd.grad([output.pow(2).sum()], by)];
        });

    [TestMethod]
    public void Gradients_of_a_gradient_penalty_are_those_of_libtorch() =>
        AssertSame(layer =>
        {
            var (input, weights, biases) = Network();
            var scores = layer(layer(input, weights[0], biases[0]).tanh(), weights[1], biases[1]);
            var slopes = autograd.grad([scores.sum()], [input], retain_graph: true, create_graph: true)[0];
            var penalty = (slopes.pow(2).sum(1).sqrt() - 1).pow(2).mean();
            return [penalty, .. autograd.grad([penalty], [weights[0], biases[0], weights[1]])];
        });

    [TestMethod]
    public void Frozen_weights_let_the_gradient_through_and_get_none() =>
        AssertSame(layer =>
        {
            var (input, weights, biases) = Network();
            var output = layer(input, weights[0].detach(), biases[0].detach());
            return autograd.grad([output.pow(2).sum()], [input]);
        });

    [TestMethod]
    public void An_input_without_gradients_gets_none() =>
        AssertSame(layer =>
        {
            var (input, weights, biases) = Network();
            var output = layer(input.detach(), weights[0], biases[0]);
            return autograd.grad([output.pow(2).sum()], [weights[0], biases[0]]);
        });

    [TestMethod]
    public void Columns_out_of_a_wider_matrix_and_its_rows_in_turn_are_multiplied_as_they_are() =>
        AssertSame(layer =>
        {
            using var noGradients = no_grad();
            var (_, weights, biases) = Network();
            var wide = Values(Rows, Inputs + 9);
            var turned = Values(Inputs, Rows);
            return
            [
                layer(wide.narrow(1, 4, Inputs), weights[0], biases[0]),
                layer(turned.t(), weights[0], null),
                layer(Values(1, Inputs).expand(Rows, Inputs), weights[0], null),
            ];
        });

    [TestMethod]
    public void A_layer_on_its_way_through_an_activation_in_place_keeps_its_gradients() =>
        AssertSame(layer =>
        {
            var (input, weights, biases) = Network();
            var hidden = nn.functional.leaky_relu(layer(input, weights[0], biases[0]), 0.2, inplace: true);
            var output = layer(hidden, weights[1], biases[1]);
            return autograd.grad([output.pow(2).sum()], [input, weights[0], weights[1]]);
        });

    [TestMethod]
    public void The_same_product_has_the_same_bits()
    {
        RequireOneDnn();
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (_, weights, biases) = Network();
        var expected = OneDnnProduct.LinearByOneDnn(Values(Rows, Inputs), weights[0], biases[0]);
        for (var offset = 1; offset < 16; offset++)
        {
            // Elsewhere in memory, not aligned as tensors are.
            var elsewhere = zeros(Rows * Inputs + offset).narrow(0, offset, Rows * Inputs).reshape(Rows, Inputs);
            elsewhere.copy_(Values(Rows, Inputs));
            var actual = OneDnnProduct.LinearByOneDnn(elsewhere, weights[0], biases[0]);
            Assert.IsTrue(expected.equal(actual).all().item<bool>(), $"at an offset of {offset}");
        }
    }

    [TestMethod]
    public void Nothing_is_left_in_memory_after_a_step()
    {
        RequireOneDnn();
        Step();
        var before = Tensor.TotalCount;
        for (var step = 0; step < 20; step++)
            Step();
        Assert.AreEqual(before, Tensor.TotalCount);

        static void Step()
        {
            using var scope = NewDisposeScope();
            var (input, weights, biases) = Network();
            var hidden = OneDnnProduct.LinearByOneDnn(input, weights[0], biases[0]).tanh();
            OneDnnProduct.LinearByOneDnn(hidden, weights[1], biases[1]).pow(2).sum().backward();
            Assert.IsNotNull(weights[0].grad);
        }
    }

    [TestMethod]
    [DataRow("three dimensions")]
    [DataRow("double precision")]
    [DataRow("small")]
    public void What_oneDNN_is_not_asked_for_is_computed_by_libtorch(string kind)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        // Large enough for oneDNN, but for the small one.
        var (rows, width) = kind == "small" ? (4, 8) : (128, 160);
        var type = kind == "double precision" ? ScalarType.Float64 : ScalarType.Float32;
        var input = Values(rows, width).to(type);
        if (kind == "three dimensions")
            input = input.reshape(2, rows / 2, width);
        var (weight, bias) = (Values(width, width).to(type), Values(1, width).to(type).flatten());
        var expected = nn.functional.linear(input, weight, bias);
        Assert.IsTrue(OneDnnProduct.Linear(input, weight, bias).equal(expected).all().item<bool>());
    }

    [TestMethod]
    public void A_layer_has_the_names_and_the_first_weights_of_TorchSharps()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var expected = nn.Linear(7, 3);
        manual_seed(5);
        var actual = new OneDnnLinear(7, 3);
        CollectionAssert.AreEqual(expected.state_dict().Keys, actual.state_dict().Keys);
        foreach (var (name, value) in expected.state_dict())
            Assert.IsTrue(value.equal(actual.state_dict()[name]).all().item<bool>(), name);
        CollectionAssert.AreEqual(new[] { "weight" }, new OneDnnLinear(7, 3, hasBias: false).state_dict().Keys);
    }

    private static void AssertSame(Func<Layer, IList<Tensor>> results)
    {
        RequireOneDnn();
        using var scope = NewDisposeScope();
        var expected = results(nn.functional.linear);
        var actual = results(OneDnnProduct.LinearByOneDnn);
        foreach (var (mine, theirs) in actual.Zip(expected))
        {
            CollectionAssert.AreEqual(theirs.shape, mine.shape);
            var difference = (mine - theirs).abs().max().item<float>() / theirs.abs().max().item<float>();
            Assert.IsTrue(difference < 1e-5, $"off by {difference}");
        }
    }

    private static void RequireOneDnn()
    {
        if (!OneDnnProduct.IsThere)
            Assert.Inconclusive("This machine does not have the function: it is there on Linux, for processors with AVX-512.");
    }

    private static (Tensor Input, Tensor[] Weights, Tensor[] Biases) Network() =>
        (
            Values(Rows, Inputs).requires_grad_(),
            [Values(Hidden, Inputs).requires_grad_(), Values(Outputs, Hidden).requires_grad_()],
            [Values(1, Hidden).flatten().requires_grad_(), Values(1, Outputs).flatten().requires_grad_()]
        );

    private static Tensor Values(long rows, long columns) =>
        ((arange(rows * columns, ScalarType.Float32) * 12.9898f).sin() * 0.3).reshape(rows, columns);
}
