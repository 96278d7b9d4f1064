using TorchSharp;
using static Gan.Tests.Packages.Torch.TorchTest;
using static TorchSharp.torch;

namespace Gan.Tests.Packages.Torch;

/// <summary>Creation, conversion, element access and indexing.</summary>
[TestClass]
public sealed class TensorTests
{
    private DisposeScope? _scope;

    [TestInitialize]
    public void Open() => _scope = NewDisposeScope();

    [TestCleanup]
    public void Close() => _scope?.Dispose();

    [TestMethod]
    public void CreationFollowsTypeAndShape()
    {
        Assert.AreEqual(ScalarType.Float32, zeros(2).dtype);
        Assert.AreEqual(ScalarType.Int64, arange(3).dtype);
        Assert.AreEqual(ScalarType.Int32, tensor(3).dtype);
        Assert.AreEqual(ScalarType.Float64, tensor(new double[] { 1 }).dtype);
        Assert.AreEqual(ScalarType.Bool, tensor(true).dtype);
        CollectionAssert.AreEqual(new long[] { 2, 3 }, tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape);
        AreEqual([0, 0.5f, 1], linspace(0, 1, 3));
        AreEqual([1, 0, 0, 1], eye(2));
        AreEqual([7, 7], full(2, 7));
        CollectionAssert.AreEqual(new long[] { 2, 2 }, tensor(new float[] { 1, 2, 3, 4 }, [2, 2]).shape);
        Assert.IsTrue(randn([2], requires_grad: true).requires_grad);
    }

    [TestMethod]
    public void ElementsAreCopiedIn()
    {
        float[] source = [1, 2];
        Tensor copy = tensor(source);
        source[0] = 9;
        AreEqual([1, 2], copy);
    }

    [TestMethod]
    public void ConversionKeepsValues()
    {
        Tensor x = tensor(new float[] { 1.5f, -2 });
        Assert.AreEqual(ScalarType.Int64, x.to(int64).dtype);
        AreEqual([1, -2], x.to(int64));
        AreEqual([1.5f, -2], x.to(float16));
        AreEqual([1.5f, -2], x.to(bfloat16));
        Assert.AreEqual(1.5, x[0].ToDouble());
        Assert.AreEqual(-2L, x[1].ToInt64());
        Assert.AreEqual(1.5f, x[0].item<float>());
        Assert.AreEqual(DeviceType.CPU, x.to(CPU).device_type);
    }

    [TestMethod]
    public void DataIsReadAndWrittenInPlace()
    {
        Tensor x = zeros(2, 3);
        var data = x.data<float>();
        data[1, 2] = 5;
        Assert.AreEqual(6, data.Count);
        AreEqual([0, 0, 0, 0, 0, 5], x);
        var target = new float[6];
        data.CopyTo(target);
        Assert.AreEqual(5, target[5]);
        data.CopyFrom([1, 2, 3, 4, 5, 6]);
        AreEqual([1, 4, 2, 5, 3, 6], x.t());
        Assert.AreEqual(24, x.bytes.Length);
        CollectionAssert.AreEqual(new float[] { 1, 4, 2, 5, 3, 6 }, x.t().data<float>().ToArray());
    }

    [TestMethod]
    public void TheWrongElementTypeIsRefused() => Assert.Throws<Exception>(() => ones(2).data<double>());

    [TestMethod]
    public void Indexing()
    {
        Tensor x = arange(12, float32).reshape(3, 4);
        AreEqual([4, 5, 6, 7], x[1]);
        Assert.AreEqual(6, x[1, 2].ToSingle());
        AreEqual([1, 5, 9], x[TensorIndex.Colon, 1]);
        AreEqual([2, 3, 6, 7], x[.., 2..][..2]);
        AreEqual([3, 7, 11], x[TensorIndex.Ellipsis, -1]);
        AreEqual([0, 2, 8, 10], x[TensorIndex.Slice(null, null, 2), TensorIndex.Slice(0, 4, 2)]);
        AreEqual([8, 9, 10, 11, 0, 1, 2, 3], x[TensorIndex.Tensor(tensor(new long[] { 2, 0 }))]);
        AreEqual([9, 10, 11], x[TensorIndex.Tensor(x > 8)]);
        CollectionAssert.AreEqual(new long[] { 1, 3, 4 }, x[TensorIndex.None].shape);
        x[0] = zeros(4);
        x[TensorIndex.Colon, 3] = tensor(-1f);
        AreEqual([0, 0, 0, -1, 4, 5, 6, -1, 8, 9, 10, -1], x);
    }

    [TestMethod]
    public void ShapeOperators()
    {
        Tensor x = arange(6, float32);
        CollectionAssert.AreEqual(new long[] { 2, 3 }, x.view(2, -1).shape);
        AreEqual([0, 3, 1, 4, 2, 5], x.view(2, 3).permute(1, 0));
        CollectionAssert.AreEqual(new long[] { 6, 1 }, x.unsqueeze(-1).shape);
        CollectionAssert.AreEqual(new long[] { 6 }, x.unsqueeze(-1).squeeze().shape);
        CollectionAssert.AreEqual(new long[] { 4, 6 }, x.expand(4, 6).shape);
        CollectionAssert.AreEqual(new long[] { 12 }, x.repeat(2).shape);
        Tensor[] parts = x.split(4);
        AreEqual([4, 5], parts[1]);
        Assert.HasCount(3, x.chunk(3));
        AreEqual([0, 1, 2, 3, 4, 5], cat(x.chunk(3)));
        AreEqual([0, 0, 1, 1], stack([zeros(2), ones(2)]));
        AreEqual([5, 4, 3, 2, 1, 0], x.flip(0));
    }

    [TestMethod]
    public void InPlaceOperatorsChangeTheirTensor()
    {
        Tensor x = ones(2);
        Assert.AreSame(x, x.add_(1).mul_(3));
        AreEqual([6, 6], x);
        x.copy_(tensor(new float[] { 1, 4 }));
        x.sqrt_();
        AreEqual([1, 2], x);
        x.zero_();
        AreEqual([0, 0], x);
        x.fill_(2).clamp_(0, 1);
        AreEqual([1, 1], x);
        AreEqual([3, 3], x.addcmul(x, x, 2));
    }

    [TestMethod]
    public void ScalarsOnEitherSide()
    {
        Tensor x = tensor(new float[] { 1, 2 });
        AreEqual([0, -1], 1 - x);
        AreEqual([1, 0.5f], 1 / x);
        AreEqual([3, 6], 3 * x);
        AreEqual([-1, -2], -x);
        AreEqual([1, 4], x.pow(2));
        Assert.AreEqual(ScalarType.Float32, (x * 2.0).dtype);
    }

    [TestMethod]
    public void Decompositions()
    {
        Tensor symmetric = tensor(new double[] { 2, 1, 1, 2 }).reshape(2, 2);
        var (values, vectors) = linalg.eigh(symmetric);
        AreEqual([1, 3], values);
        AreEqual([2, 1, 1, 2], vectors.mm(diag(values)).mm(vectors.t()));
        var (u, s, vh) = linalg.svd(symmetric);
        AreEqual([3, 1], s);
        AreEqual([2, 1, 1, 2], u.mm(diag(s)).mm(vh));
    }
}
