using TorchSharp;
using static Gan.Tests.Packages.Torch.TorchTest;
using static TorchSharp.torch;

namespace Gan.Tests.Packages.Torch;

/// <summary>Seeds and generator states give the same numbers again. These tests use the process-wide generator.</summary>
[TestClass]
[DoNotParallelize]
public sealed class RandomTests
{
    private DisposeScope? _scope;

    [TestInitialize]
    public void Open() => _scope = NewDisposeScope();

    [TestCleanup]
    public void Close() => _scope?.Dispose();

    [TestMethod]
    public void TheSeedDecidesTheNumbers()
    {
        manual_seed(7);
        float[] first = Values(randn(16));
        float[] next = Values(randn(16));
        manual_seed(7);
        AreEqual(first, randn(16), 0);
        AreEqual(next, randn(16), 0);
        CollectionAssert.AreNotEqual(first, next);
    }

    [TestMethod]
    public void TheSeedGivesPyTorchsNumbers()
    {
        // What every PyTorch gives on a CPU for these seeds.
        manual_seed(0);
        AreEqual([1.5409961f, -0.2934289f, -2.1787894f], randn(3), 1e-6);
        manual_seed(0);
        AreEqual([0.49625659f, 0.76822180f, 0.08847743f], rand(3), 1e-6);
    }

    [TestMethod]
    public void LayersStartAsPyTorchs()
    {
        manual_seed(0);
        using var layer = nn.Linear(2, 2);
        AreEqual([-0.00529397f, 0.37932250f, -0.58198076f, -0.52038748f], layer.weight!, 1e-6);
        AreEqual([-0.27234524f, 0.18961589f], layer.bias!, 1e-6);
    }

    [TestMethod]
    public void StateRoundTrip()
    {
        Tensor state = get_rng_state();
        float[] first = Values(randn(8));
        randn(100);
        set_rng_state(state);
        AreEqual(first, randn(8), 0);
    }

    [TestMethod]
    public void AGeneratorHasAStateOfItsOwn()
    {
        using var generator = new Generator(3);
        manual_seed(1);
        float[] undisturbed = Values(rand(4));
        manual_seed(1);
        Tensor state = generator.get_state();
        float[] own = Values(rand([4], generator: generator));
        AreEqual(undisturbed, rand(4), 0);
        generator.set_state(state);
        AreEqual(own, rand([4], generator: generator), 0);
        using var same = new Generator(3);
        AreEqual(own, rand([4], generator: same), 0);
    }

    [TestMethod]
    public void PermutationsAndIntegersStayInRange()
    {
        manual_seed(5);
        long[] permutation = randperm(100).data<long>().ToArray();
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 100).Select(i => (long)i).ToArray(), permutation);
        long[] integers = randint(3, 9, new long[] { 1000 }).data<long>().ToArray();
        Assert.AreEqual(3, integers.Min());
        Assert.AreEqual(8, integers.Max());
    }

    [TestMethod]
    public void DropoutFollowsTheSeed()
    {
        manual_seed(11);
        float[] first = Values(nn.functional.dropout(ones(32), 0.5));
        manual_seed(11);
        AreEqual(first, nn.functional.dropout(ones(32), 0.5), 0);
        Assert.IsTrue(first.All(value => value is 0 or 2));
        Assert.IsTrue(first.Contains(0) && first.Contains(2));
    }
}
