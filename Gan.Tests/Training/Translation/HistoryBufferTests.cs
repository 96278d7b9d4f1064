using Gan.Tests.Training.Recipes;
using Gan.Training;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>The earlier refined images that SimGAN's discriminator sees.</summary>
[TestClass]
public sealed class HistoryBufferTests
{
    [TestMethod]
    public void Half_of_each_batch_is_kept_in_free_places_first()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var buffer = new HistoryBuffer(5, [1, 2, 2], CPU, random);
        CollectionAssert.AreEqual(new[] { 0f, 1, 2, 3 }, Numbers(buffer.Exchange(Numbered(0, 4))), "There is nothing yet.");
        CollectionAssert.AreEqual(new[] { 0f, 1, 0, 0, 0 }, Numbers(buffer.State["history/images"]));
        var given = Numbers(buffer.Exchange(Numbered(4, 4)));
        CollectionAssert.AreEquivalent(new[] { 0f, 1 }, given[..2], "Both that are there, each once.");
        CollectionAssert.AreEqual(new[] { 6f, 7 }, given[2..]);
        CollectionAssert.AreEqual(new[] { 0f, 1, 4, 5, 0 }, Numbers(buffer.State["history/images"]));
        Assert.AreEqual(4, buffer.State["history/count"].item<long>());

        // One place is free, so the second takes a random one.
        buffer.Exchange(Numbered(8, 4));
        var held = Numbers(buffer.State["history/images"]);
        CollectionAssert.IsSubsetOf(new[] { 9f }, held);
        Assert.IsTrue(held[4] is 8 or 9, $"The free place holds {held[4]}.");
        Assert.AreEqual(5, buffer.State["history/count"].item<long>());
    }

    [TestMethod]
    public void Once_full_half_are_earlier_ones_and_as_many_new_ones_take_random_places()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var buffer = new HistoryBuffer(10, [1, 2, 2], CPU, random);
        for (var i = 0; i < 20; i += 4)
            buffer.Exchange(Numbered(i, 4));
        var replaced = new int[10];
        for (var i = 20; i < 2020; i += 4)
        {
            var before = Numbers(buffer.State["history/images"]);
            var given = Numbers(buffer.Exchange(Numbered(i, 4)));
            var after = Numbers(buffer.State["history/images"]);
            CollectionAssert.IsSubsetOf(given[..2], before);
            Assert.AreNotEqual(given[0], given[1], "No two the same.");
            CollectionAssert.AreEqual(new[] { i + 2f, i + 3 }, given[2..]);
            CollectionAssert.IsSubsetOf(new[] { (float)i, i + 1 }, after, "What gave way is kept.");
            for (var place = 0; place < 10; place++)
                replaced[place] += before[place] == after[place] ? 0 : 1;
        }

        // 500 batches of 2 in 10 places: five standard deviations of 100 are 45.
        Assert.AreEqual(1000, replaced.Sum());
        foreach (var times in replaced)
            Assert.AreEqual(100, times, 45);
    }

    [TestMethod]
    public void What_it_returns_has_no_gradient_and_is_no_view_of_what_it_stores()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var buffer = new HistoryBuffer(2, [1, 2, 2], CPU, random);
        var images = Numbered(5, 4).requires_grad_();
        buffer.Exchange(images * 1);
        var given = buffer.Exchange(images * 1);
        Assert.IsFalse(given.requires_grad);
        given.fill_(9);
        CollectionAssert.AreEquivalent(new[] { 5f, 6 }, Numbers(buffer.State["history/images"]));
    }

    [TestMethod]
    public void Without_room_and_with_one_image_everything_stays_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var none = new HistoryBuffer(0, [1, 2, 2], CPU, random);
        using var some = new HistoryBuffer(3, [1, 2, 2], CPU, random);
        for (var i = 0; i < 10; i++)
        {
            CollectionAssert.AreEqual(new[] { 1f + i, 2 + i }, Numbers(none.Exchange(Numbered(1 + i, 2))));
            CollectionAssert.AreEqual(new[] { 1f + i }, Numbers(some.Exchange(Numbered(1 + i, 1))));
        }

        Assert.AreEqual(0, some.State["history/count"].item<long>());
    }

    /// <summary>Fewer places than half a batch: as many earlier images as there are.</summary>
    [TestMethod]
    public void A_buffer_smaller_than_half_a_batch_gives_what_it_has()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var buffer = new HistoryBuffer(2, [1, 2, 2], CPU, random);
        buffer.Exchange(Numbered(0, 8));
        var given = Numbers(buffer.Exchange(Numbered(8, 8)));
        CollectionAssert.AreEquivalent(new[] { 0f, 1 }, given[..2]);
        CollectionAssert.AreEqual(new[] { 10f, 11, 12, 13, 14, 15 }, given[2..]);
    }

    [TestMethod]
    public void Resuming_restores_the_buffer_to_the_bit()
    {
        using var folder = new TestFolder();
        var recipe = RecipeData.Small("simgan");
        var settings = new TrainingSettings { Device = TestDevice.Name };
        var data = RecipeData.For(recipe);
        using var whole = new GanTrainer(recipe, data, settings);
        // One step each alone, and three of turns that keep two images each.
        whole.TrainUntil(5);
        whole.SaveCheckpoint(folder["five"]);
        using var resumed = new GanTrainer(recipe, data, settings);
        resumed.LoadCheckpoint(folder["five"]);
        Compare();
        whole.TrainUntil(8);
        resumed.TrainUntil(8);
        Compare();

        void Compare()
        {
            var (first, second) = (whole.Game.Parts.Single().State, resumed.Game.Parts.Single().State);
            foreach (var (name, value) in first)
                Assert.IsTrue(value.equal(second[name]).all().item<bool>(), name);
            Assert.AreEqual(6, first["history/count"].item<long>());
        }
    }

    /// <summary>Images of one value each: their number.</summary>
    private static Tensor Numbered(int first, int count) =>
        arange(first, first + count, ScalarType.Float32).reshape(count, 1, 1, 1).expand(count, 1, 2, 2).clone();

    private static float[] Numbers(Tensor images) => images.detach().mean([1, 2, 3]).data<float>().ToArray();
}
