using TorchSharp;
using static Gan.Tests.Packages.Torch.TorchTest;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Packages.Torch;

/// <summary>What lives, what is released, and that a training step leaves nothing behind.</summary>
[TestClass]
[DoNotParallelize]
public sealed class DisposeScopeTests
{
    [TestMethod]
    public void AScopeReleasesWhatWasMadeInIt()
    {
        Tensor inside,
            moved;
        using (NewDisposeScope())
        {
            inside = ones(3);
            moved = (inside + 1).MoveToOuterDisposeScope();
        }
        Assert.IsTrue(inside.IsInvalid);
        Assert.IsFalse(moved.IsInvalid);
        AreEqual([2, 2, 2], moved);
        moved.Dispose();
        Assert.IsTrue(moved.IsInvalid);
    }

    [TestMethod]
    public void NestedScopesPassTheirResultOutwards()
    {
        Tensor result,
            detached;
        using (NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                result = ones(1).MoveToOuterDisposeScope();
                detached = zeros(1).DetachFromDisposeScope();
                Assert.AreEqual(0, inner.DisposablesCount);
            }
            Assert.IsFalse(result.IsInvalid);
        }
        Assert.IsTrue(result.IsInvalid);
        Assert.IsFalse(detached.IsInvalid);
        detached.Dispose();
    }

    [TestMethod]
    public void DisposeEverythingButKeepsTheRest()
    {
        using var scope = NewDisposeScope();
        Tensor keep = ones(1),
            drop = ones(1);
        scope.DisposeEverythingBut(keep);
        Assert.IsTrue(drop.IsInvalid);
        Assert.IsFalse(keep.IsInvalid);
    }

    [TestMethod]
    public void ADisposedTensorIsRefused()
    {
        Tensor gone = ones(1);
        gone.Dispose();
        Assert.Throws<InvalidOperationException>(() => gone + 1);
    }

    [TestMethod]
    public void ATrainingStepLeavesNothingBehind()
    {
        using var network = Sequential(
            ("0", Conv2d(1, 2, 3, padding: 1)),
            ("1", BatchNorm2d(2)),
            ("2", ReLU(true)),
            ("3", Flatten()),
            ("4", Linear(32, 1))
        );
        using var optimizer = optim.Adam(network.parameters());
        void Step()
        {
            using var scope = NewDisposeScope();
            network.zero_grad();
            Tensor input = randn(4, 1, 4, 4);
            functional.binary_cross_entropy_with_logits(network.call(input), ones(4, 1)).backward();
            optimizer.step();
        }

        Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 50; i++)
            Step();
        // Fewer is possible: what other tests left may be finalized meanwhile.
        Assert.IsLessThanOrEqualTo(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void StatisticsCountThisThreadsTensors()
    {
        ThreadDisposeScopeStatistics statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        ones(1).Dispose();
        using (NewDisposeScope())
        {
            ones(1);
            ones(1);
        }
        Assert.AreEqual(1, statistics.CreatedOutsideScopeCount);
        Assert.AreEqual(1, statistics.DisposedOutsideScopeCount);
        Assert.AreEqual(2, statistics.CreatedInScopeCount);
        Assert.AreEqual(2, statistics.DisposedInScopeCount);
        Assert.AreEqual(0, statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void ParametersTakeTheTensorOver()
    {
        using var scope = NewDisposeScope();
        Tensor data = ones(2);
        var parameter = Parameter(data);
        Assert.IsTrue(parameter.requires_grad);
        AreEqual([1, 1], parameter);
    }

    [TestMethod]
    public void AnAliasOutlivesTheOriginal()
    {
        Tensor original = ones(2);
        using Tensor alias = original.alias();
        original.Dispose();
        AreEqual([1, 1], alias);
    }
}
