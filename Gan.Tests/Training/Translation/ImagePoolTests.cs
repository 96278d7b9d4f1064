using Gan.Tests.Training.Recipes;
using Gan.Training;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>The pool of earlier translations that CycleGAN's discriminators see.</summary>
[TestClass]
public sealed class ImagePoolTests
{
    [TestMethod]
    public void A_pool_that_is_not_full_stores_every_image_and_returns_it()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var pool = new ImagePool("pool", 5, [1, 2, 2], CPU, random);
        var images = Numbered(0, 4);
        CollectionAssert.AreEqual(Numbers(images), Numbers(pool.Exchange(images)));
        CollectionAssert.AreEqual(new[] { 0f, 1, 2, 3, 0 }, Numbers(pool.State["pool/images"]));
        Assert.AreEqual(4, pool.State["pool/count"].item<long>());
    }

    /// <summary>With probability one half the image itself, otherwise a stored one whose place it takes: no image is lost and
    /// none is there twice.</summary>
    [TestMethod]
    public void Once_full_it_returns_a_stored_image_about_every_other_time()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var pool = new ImagePool("pool", 10, [1, 2, 2], CPU, random);
        pool.Exchange(Numbered(0, 10));
        var (stored, kept, taken) = (0, Enumerable.Range(0, 10).Select(i => (float)i).ToHashSet(), new HashSet<int>());
        for (var i = 10; i < 1010; i += 4)
        {
            var given = Numbers(pool.Exchange(Numbered(i, 4)));
            for (var row = 0; row < 4; row++)
            {
                if (given[row] == i + row)
                    continue;
                stored++;
                Assert.IsTrue(kept.Remove(given[row]), "It was stored, and is no more.");
                kept.Add(i + row);
            }

            var held = Numbers(pool.State["pool/images"]);
            Assert.IsTrue(kept.SetEquals(held));
            for (var place = 0; place < 10; place++)
                if (held[place] >= 10)
                    taken.Add(place);
        }

        // A thousand draws: five standard deviations are 79.
        Assert.AreEqual(500, stored, 79);
        Assert.HasCount(10, taken, "Every place is taken at some time.");
    }

    [TestMethod]
    public void What_it_returns_has_no_gradient_and_is_no_view_of_what_it_stores()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var pool = new ImagePool("pool", 2, [1, 2, 2], CPU, random);
        var images = Numbered(5, 2).requires_grad_();
        var given = pool.Exchange(images * 1);
        Assert.IsFalse(given.requires_grad);
        given.fill_(9);
        CollectionAssert.AreEqual(new[] { 5f, 6 }, Numbers(pool.State["pool/images"]));
        using var none = new ImagePool("none", 0, [1, 2, 2], CPU, random);
        for (var i = 0; i < 20; i++)
            CollectionAssert.AreEqual(new[] { 5f, 6 }, Numbers(none.Exchange(images)));
    }

    [TestMethod]
    public void Resuming_restores_both_pools_to_the_bit()
    {
        using var folder = new TestFolder();
        var recipe = (CycleGanRecipe)RecipeData.Small("cyclegan") with { PoolSize = 6 };
        var settings = new TrainingSettings { Device = TestDevice.Name };
        var data = RecipeData.For(recipe);
        using var whole = new GanTrainer(recipe, data, settings);
        whole.TrainUntil(4);
        whole.SaveCheckpoint(folder["four"]);
        using var resumed = new GanTrainer(recipe, data, settings);
        resumed.LoadCheckpoint(folder["four"]);
        Compare();
        whole.TrainUntil(6);
        resumed.TrainUntil(6);
        Compare();

        void Compare()
        {
            foreach (var (first, second) in whole.Game.Parts.Zip(resumed.Game.Parts))
            {
                foreach (var (name, value) in first.State)
                    Assert.IsTrue(value.equal(second.State[name]).all().item<bool>(), name);
                Assert.AreEqual(6, first.State.Single(s => s.Key.EndsWith("count", StringComparison.Ordinal)).Value.item<long>());
            }
        }
    }

    /// <summary>Images of one value each: their number.</summary>
    private static Tensor Numbered(int first, int count) =>
        arange(first, first + count, ScalarType.Float32).reshape(count, 1, 1, 1).expand(count, 1, 2, 2).clone();

    private static float[] Numbers(Tensor images) => images.detach().mean([1, 2, 3]).data<float>().ToArray();
}
