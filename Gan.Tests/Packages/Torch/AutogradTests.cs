using TorchSharp;
using static Gan.Tests.Packages.Torch.TorchTest;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Packages.Torch;

/// <summary>Every differentiable family that networks here are made of, against finite differences.</summary>
[TestClass]
public sealed class AutogradTests
{
    private DisposeScope? _scope;

    [TestInitialize]
    public void Open() => _scope = NewDisposeScope();

    [TestCleanup]
    public void Close() => _scope?.Dispose();

    [TestMethod]
    public void ArithmeticAndBroadcasting() => CheckGradients(
        t => ((t[0] * t[1] - 2 * t[0] / (t[1].square() + 1)) + 0.5).pow(2).mean(), Leaf(1, 3, 4), Leaf(2, 4));

    [TestMethod]
    public void Linear() => CheckGradients(
        t => functional.linear(t[0], t[1], t[2]).tanh().sum(), Leaf(3, 2, 3), Leaf(4, 5, 3), Leaf(5, 5));

    [TestMethod]
    public void MatrixProducts() => CheckGradients(
        t => t[0].mm(t[1]).sigmoid().sum() + t[0].matmul(t[1]).sum(), Leaf(6, 2, 3), Leaf(7, 3, 4));

    [TestMethod]
    public void Convolution() => CheckGradients(
        t => functional.conv2d(t[0], t[1], t[2], [2, 2], [1, 1]).square().sum(), Leaf(8, 2, 2, 5, 5), Leaf(9, 3, 2, 3, 3), Leaf(10, 3));

    [TestMethod]
    public void TransposedConvolution() => CheckGradients(
        t => functional.conv_transpose2d(t[0], t[1], t[2], [2, 2], [1, 1]).square().sum(), Leaf(11, 2, 3, 3, 3), Leaf(12, 3, 2, 4, 4), Leaf(13, 2));

    [TestMethod]
    public void BatchNormInTraining() => CheckGradients(
        t => (functional.batch_norm(t[0], zeros(3, float64), ones(3, float64), t[1], t[2], training: true) * t[3]).sum(),
        Leaf(14, 4, 3, 2, 2), Leaf(15, 3), Leaf(16, 3), Leaf(17, 4, 3, 2, 2));

    [TestMethod]
    public void OtherNorms() => CheckGradients(
        t => (functional.layer_norm(t[0], [2, 2]) * t[1]).sum() + (functional.group_norm(t[0], 2) * t[1]).sum() + (functional.instance_norm(t[0]) * t[1]).sum(),
        Leaf(18, 2, 4, 2, 2), Leaf(19, 2, 4, 2, 2));

    [TestMethod]
    public void Activations() => CheckGradients(
        t => functional.leaky_relu(t[0], 0.2).sum() + functional.elu(t[0], 1).sum() + functional.silu(t[0]).sum() +
            functional.softplus(t[0]).sum() + functional.gelu(t[0]).sum() + functional.logsigmoid(t[0]).sum() + t[0].softmax(1).square().sum(),
        Leaf(20, 3, 5));

    [TestMethod]
    public void Losses()
    {
        Tensor labels = tensor(new long[] { 0, 2, 1 });
        Tensor targets = tensor(new double[] { 0, 1, 1, 0, 0.5, 1, 0, 1, 0 }).reshape(3, 3);
        CheckGradients(
            t => functional.binary_cross_entropy_with_logits(t[0], targets) + functional.cross_entropy(t[0], labels) +
                functional.mse_loss(t[0], targets) + functional.smooth_l1_loss(t[0], targets) +
                functional.nll_loss(functional.log_softmax(t[0], 1), labels),
            Leaf(21, 3, 3));
    }

    [TestMethod]
    public void PoolingResizingAndPadding() => CheckGradients(
        t => functional.avg_pool2d(t[0], 2).square().sum() + functional.max_pool2d(t[0], 2).sum() +
            functional.interpolate(t[0], scale_factor: [2, 2]).square().sum() +
            functional.interpolate(t[0], scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false).square().sum() +
            functional.pad(t[0], (1L, 1L, 1L, 1L), PaddingModes.Reflect).square().sum() + functional.pixel_shuffle(t[0], 2).square().sum(),
        Leaf(22, 1, 4, 4, 4));

    [TestMethod]
    public void ShapingJoiningAndIndexing() => CheckGradients(
        t => cat([t[0].t(), t[1]], 0).permute(1, 0).reshape(-1).square().sum() + stack([t[0].flatten(), t[0].flatten()]).std() +
            t[0].index_select(0, tensor(new long[] { 1, 1 })).sum() + t[0][TensorIndex.Colon, TensorIndex.Slice(1, 3)].exp().sum() +
            t[0].gather(1, tensor(new long[] { 0, 2 }).reshape(2, 1)).sum(),
        Leaf(23, 2, 3), Leaf(24, 4, 2));

    [TestMethod]
    public void Reductions() => CheckGradients(
        t => t[0].var([0], unbiased: false).sum() + t[0].logsumexp(1).sum() + t[0].norm() + t[0].max() + t[0].cumsum(0).square().mean() +
            linalg.vector_norm(t[0], 2, [1]).sum(),
        Leaf(25, 3, 4));

    [TestMethod]
    public void GradientPenaltyHasSecondDerivatives()
    {
        Tensor x = Leaf(26, 4, 3);
        CheckGradients(
            t =>
            {
                Tensor score = functional.linear(functional.linear(x, t[0]).tanh(), t[1]).sum();
                Tensor gradient = autograd.grad([score], [x], retain_graph: true, create_graph: true)[0];
                return (gradient.square().sum(1).add(1e-12).sqrt() - 1).square().mean();
            },
            Leaf(27, 5, 3), Leaf(28, 1, 5));
    }

    [TestMethod]
    public void SecondDerivativesOfConvolutions()
    {
        Tensor x = Leaf(29, 2, 1, 4, 4);
        CheckGradients(
            t =>
            {
                Tensor hidden = functional.conv2d(x, t[0], null, [2, 2], [1, 1]).tanh();
                Tensor score = functional.conv_transpose2d(hidden, t[1], null, [2, 2], [1, 1]).tanh().sum();
                return autograd.grad([score], [x], retain_graph: true, create_graph: true)[0].square().sum();
            },
            Leaf(30, 2, 1, 4, 4), Leaf(31, 2, 1, 4, 4));
    }

    [TestMethod]
    public void BackwardAddsToLeaves()
    {
        Tensor x = tensor(new float[] { 1, 2 }, requires_grad: true);
        x.square().sum().backward();
        AreEqual([2, 4], x.grad!);
        x.square().sum().backward();
        AreEqual([4, 8], x.grad!);
        x.grad = null;
        Assert.IsNull(x.grad);
    }

    [TestMethod]
    public void NoGradAndDetachCutTheGraph()
    {
        Tensor x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.IsFalse(is_grad_enabled());
            Assert.IsFalse((x * 2).requires_grad);
            using (enable_grad())
                Assert.IsTrue((x * 2).requires_grad);
        }
        Assert.IsTrue(is_grad_enabled());
        Assert.IsFalse((x * 2).detach().requires_grad);
        Assert.IsTrue((x * 2).requires_grad);
    }

    [TestMethod]
    public void FrozenParametersGetNoGradientButPassItOn()
    {
        Tensor x = ones(1, 2, requires_grad: true);
        using var layer = nn.Linear(2, 1);
        foreach (var parameter in layer.parameters())
            parameter.requires_grad = false;
        layer.call(x).sum().backward();
        Assert.IsNull(layer.weight!.grad);
        AreEqual(Values(layer.weight), x.grad!);
    }

    [TestMethod]
    public void UnusedInputsHaveNoGradient()
    {
        Tensor x = ones(1, requires_grad: true), y = ones(1, requires_grad: true);
        Tensor z = (x * 2).sum();
        IList<Tensor> gradients = autograd.grad([z], [x, y], allow_unused: true);
        AreEqual([2], gradients[0]);
        Assert.IsTrue(gradients[1] is null || gradients[1].IsInvalid);
    }
}
