using TorchSharp;
using static Gan.Tests.Packages.Torch.TorchTest;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Packages.Torch;

/// <summary>Losses, layers and statistics with values worked out by hand.</summary>
[TestClass]
public sealed class LossTests
{
    private DisposeScope? _scope;

    [TestInitialize]
    public void Open() => _scope = NewDisposeScope();

    [TestCleanup]
    public void Close() => _scope?.Dispose();

    [TestMethod]
    public void BinaryCrossEntropyWithLogits()
    {
        Tensor logits = tensor(new float[] { 0, 2 }), targets = tensor(new float[] { 1, 0 });
        double second = 2 + Math.Log(1 + Math.Exp(-2));
        AreEqual([(float)Math.Log(2), (float)second], functional.binary_cross_entropy_with_logits(logits, targets, reduction: Reduction.None));
        AreEqual([(float)((Math.Log(2) + second) / 2)], functional.binary_cross_entropy_with_logits(logits, targets));
        AreEqual([(float)(Math.Log(2) + second)], functional.binary_cross_entropy_with_logits(logits, targets, reduction: Reduction.Sum));
        AreEqual([(float)((Math.Log(2) + second) / 2)], BCEWithLogitsLoss().call(logits, targets));
    }

    [TestMethod]
    public void CrossEntropyAndNegativeLogLikelihood()
    {
        Tensor logits = tensor(new float[] { 1, 2, 3 }).reshape(1, 3), label = tensor(new long[] { 2 });
        float expected = (float)Math.Log(1 + Math.Exp(-1) + Math.Exp(-2));
        AreEqual([expected], functional.cross_entropy(logits, label));
        AreEqual([expected], functional.nll_loss(functional.log_softmax(logits, 1), label));
    }

    [TestMethod]
    public void SquaredAbsoluteAndSmoothErrors()
    {
        Tensor input = tensor(new float[] { 1, 4 }), target = tensor(new float[] { 0.5f, 1 });
        AreEqual([(0.25f + 9) / 2], functional.mse_loss(input, target));
        AreEqual([(0.5f + 3) / 2], functional.l1_loss(input, target));
        AreEqual([(0.125f + 2.5f) / 2], functional.smooth_l1_loss(input, target));
    }

    [TestMethod]
    public void DivergenceTakesLogTargets()
    {
        float[] p = [0.25f, 0.75f], q = [0.5f, 0.5f];
        float expected = p[0] * MathF.Log(p[0] / q[0]) + p[1] * MathF.Log(p[1] / q[1]);
        AreEqual([expected], functional.kl_div(tensor(q).log(), tensor(p).log(), reduction: Reduction.Sum));
        AreEqual([expected], functional.kl_div(tensor(q).log(), tensor(p), log_target: false, reduction: Reduction.Sum));
    }

    [TestMethod]
    public void ConvolutionAndItsTranspose()
    {
        Tensor image = arange(9, float32).reshape(1, 1, 3, 3), kernel = ones(1, 1, 2, 2);
        AreEqual([8, 12, 20, 24], functional.conv2d(image, kernel));
        AreEqual([8, 12, 20, 24], functional.conv2d(image, kernel, ones(1)) - 1);
        Tensor spread = functional.conv_transpose2d(tensor(new float[] { 1, 2, 3, 4 }).reshape(1, 1, 2, 2), kernel, null, [2, 2]);
        AreEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], spread);
    }

    [TestMethod]
    public void StatisticsAndComparisons()
    {
        Tensor x = tensor(new float[] { 1, 2, 3, 6 });
        AreEqual([3], x.mean());
        AreEqual([14f / 3], x.var());
        AreEqual([3.5f], x.var([0], unbiased: false));
        AreEqual([MathF.Sqrt(14f / 3)], x.std());
        AreEqual([MathF.Sqrt(50)], x.norm());
        AreEqual([6], x.max());
        var (values, indices) = x.reshape(2, 2).max(1);
        AreEqual([2, 6], values);
        AreEqual([1, 1], indices);
        AreEqual([1, 2, 2, 4], x.clamp(max: 2) + (x > 5).to(float32) * 2);
        AreEqual([1, 1, 1, 6], where(x > 3, x, ones_like(x)));
        Assert.AreEqual(3, x.argmax().ToInt64());
    }

    [TestMethod]
    public void PoolingAndResizing()
    {
        Tensor image = arange(4, float32).reshape(1, 1, 2, 2);
        AreEqual([1.5f], functional.avg_pool2d(image, 2));
        AreEqual([3], functional.max_pool2d(image, 2));
        AreEqual([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3], Upsample(scale_factor: [2, 2]).call(image));
        AreEqual([3, 2, 3, 2, 1, 0, 1, 0, 3, 2, 3, 2, 1, 0, 1, 0], ReflectionPad2d(1).call(image));
    }

    [TestMethod]
    public void ShapeMismatchIsAnExceptionThatSaysWhy()
    {
        Exception problem = Assert.Throws<Exception>(() => ones(2, 3).mm(ones(2, 3)));
        StringAssert.Contains(problem.Message, "2x3");
        problem = Assert.Throws<Exception>(() => ones(2) + ones(3));
        StringAssert.Contains(problem.Message, "size of tensor");
        Assert.Throws<Exception>(() => nn.Linear(3, 1).call(ones(2, 4)));
    }
}
