using Gan.Training.Augmentations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Parts;

[TestClass]
public sealed class AugmentationTests
{
    [TestMethod]
    public void Pictures_move_by_whole_pixels_and_zeros_come_in()
    {
        using var scope = NewDisposeScope();
        var pictures = arange(1, 10, ScalarType.Float32).view(1, 1, 3, 3).repeat(2, 1, 1, 1);
        var moved = ImageOperations.Translate(pictures, tensor(new long[] { 1, 0 }), tensor(new long[] { -1, 2 }));
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 2, 3, 0, 5, 6, 0 }, moved[0].flatten().data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0, 1, 0, 0, 4, 0, 0, 7 }, moved[1].flatten().data<float>().ToArray());
    }

    [TestMethod]
    public void A_rectangle_is_cut_out_where_it_lies_inside()
    {
        using var scope = NewDisposeScope();
        var cut = ImageOperations.CutOut(ones(2, 1, 3, 3), tensor(new long[] { 1, -1 }), tensor(new long[] { 0, 2 }), 2, 2);
        CollectionAssert.AreEqual(new float[] { 1, 1, 1, 0, 0, 1, 0, 0, 1 }, cut[0].flatten().data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 1, 0, 1, 1, 1, 1, 1, 1 }, cut[1].flatten().data<float>().ToArray());
    }

    [TestMethod]
    public void Colours_change_about_their_means_and_alpha_does_not()
    {
        using var scope = NewDisposeScope();
        var picture = tensor(new float[] { 1, 0, 0.5f, -0.25f }, [1, 4, 1, 1]);
        var (half, two) = (full([1, 1, 1, 1], 0.5f), full([1, 1, 1, 1], 2f));
        CollectionAssert.AreEqual(
            new[] { 1.5f, 0.5f, 1, -0.25f },
            ImageOperations.Brightness(picture, half).flatten().data<float>().ToArray()
        );
        CollectionAssert.AreEqual(
            new[] { 1.5f, -0.5f, 0.5f, -0.25f },
            ImageOperations.Saturation(picture, two).flatten().data<float>().ToArray()
        );
        var grey = tensor(new float[] { 1, 0, 0.5f, -0.5f }, [1, 1, 2, 2]);
        CollectionAssert.AreEqual(
            new[] { 1.75f, -0.25f, 0.75f, -1.25f },
            ImageOperations.Contrast(grey, two).flatten().data<float>().ToArray()
        );
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(4)]
    public void Every_augmentation_lets_gradients_flow_and_keeps_shapes_and_its_seed(int channels)
    {
        using var game = TinyGame.LinearCritic(1, 1);
        foreach (
            var make in new Func<Augmentation>[]
            {
                () => new DiffAugment(),
                () =>
                    new DiffAugment { Policy = DiffAugmentPolicy.Translation },
                () => new AdaptiveAugmentation(),
                () => new InstanceNoise(0.1, 100),
            }
        )
        {
            using var scope = NewDisposeScope();
            using var augmentation = make();
            augmentation.Prepare(game.Game);
            if (augmentation.State.TryGetValue("p", out var p))
                p.fill_(1);
            var x = randn(5, channels, 8, 8).requires_grad_();
            var (first, again) = (augmentation.Apply(x, 0, Seeded()), augmentation.Apply(x, 0, Seeded()));
            CollectionAssert.AreEqual(x.shape, first.shape);
            CollectionAssert.AreEqual(first.data<float>().ToArray(), again.data<float>().ToArray());
            CollectionAssert.AreNotEqual(x.data<float>().ToArray(), first.data<float>().ToArray());
            first.sum().backward();
            Assert.IsTrue(x.grad!.abs().sum().item<float>() > 0);
        }
    }

    [TestMethod]
    public void Instance_noise_fades_to_nothing()
    {
        using var scope = NewDisposeScope();
        var noise = new InstanceNoise(0.4, 100);
        var x = zeros(50_000, 2);
        Assert.AreEqual(0.4, noise.Apply(x, 0, Seeded()).std().item<float>(), 0.005);
        Assert.AreEqual(0.1, noise.Apply(x, 75, Seeded()).std().item<float>(), 0.002);
        Assert.AreSame(x, noise.Apply(x, 100, Seeded()));
    }

    [TestMethod]
    public void At_probability_zero_nothing_is_changed()
    {
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(1, 1);
        using var adaptive = new AdaptiveAugmentation();
        adaptive.Prepare(game.Game);
        var x = randn(4, 3, 8, 8);
        CollectionAssert.AreEqual(x.data<float>().ToArray(), adaptive.Apply(x, 0, Seeded()).data<float>().ToArray());
    }

    /// <summary>Else a discriminator could not tell samples that are turned from such as are not.</summary>
    [TestMethod]
    [DataRow(0.5)]
    [DataRow(1.0)]
    public void Of_the_ways_to_mirror_and_turn_the_one_that_changes_nothing_is_the_likeliest(double p)
    {
        const int rows = 4000;
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(1, 1);
        using var adaptive = new AdaptiveAugmentation();
        adaptive.Prepare(game.Game);
        adaptive.State["p"].fill_(p);
        // A quarter of bright pixels lies in one corner, and a bright edge beside it: each of eight ways puts them elsewhere.
        var picture = zeros(1, 1, 16, 16);
        picture[0, 0].slice(0, 0, 8, 1).slice(1, 0, 8, 1).fill_(1);
        picture[0, 0].slice(0, 0, 4, 1).fill_(2);
        using var noGrad = no_grad();
        var seen = adaptive.Apply(picture.expand(rows, 1, 16, 16).contiguous(), 0, Seeded());
        // By correlation, which brightness, contrast and small shifts leave the largest.
        Tensor[] ways = [.. from flips in new[] { false, true } from turns in new[] { 0, 1, 2, 3 } select Way(flips, turns)];
        var scores = stack([.. ways.Select(way => (Centred(seen) * Centred(way)).flatten(1).sum(1))], 1);
        var shares = scores.argmax(1).bincount(null, minlength: 8).to(ScalarType.Float32).div(rows).data<float>().ToArray();
        // With p a turn and a mirroring are drawn, each of all there are: (1 - p + p / 4) (1 - p / 2) is the share of neither.
        Assert.AreEqual((1 - 0.75 * p) * (1 - p / 2), shares[0], 0.03);
        for (var way = 1; way < 8; way++)
            Assert.AreEqual(
                way < 4 ? p / 4 * (1 - p / 2)
                    : way > 4 ? p / 4 * p / 2
                    : (1 - 0.75 * p) * p / 2,
                shares[way],
                0.03
            );

        Tensor Way(bool flips, int turns) => (flips ? picture.flip(3) : picture).rot90(turns, (2, 3));
        Tensor Centred(Tensor x) => x - x.mean([2, 3], keepdim: true);
    }

    [TestMethod]
    public void The_probability_follows_the_discriminators_overfitting_every_four_updates()
    {
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(1, 0);
        using var adaptive = new AdaptiveAugmentation { KiloSamples = 0.08 };
        adaptive.Prepare(game.Game);
        var sure = game.Pass(ones(4, 2), -ones(4, 2));
        using var noGrad = no_grad();
        // Batches of 2 (the game's), so a step is 4 · 2 / 80 = 0.1; sign(D(x)) is 1 on every real row.
        for (var update = 0; update < 9; update++)
            Update(sure, update);
        Assert.AreEqual(0.2, adaptive.Metrics["ada/p"].item<float>(), 1e-6);
        Assert.AreEqual(1, adaptive.Metrics["ada/r"].item<float>(), 1e-6);
        var blind = game.Pass(zeros(4, 2), zeros(4, 2));
        for (var update = 8; update < 24; update++)
            Update(blind, update);
        Assert.AreEqual(0, adaptive.Metrics["ada/p"].item<float>(), 1e-6, "it falls again, and not below 0");

        void Update(AdversarialStep pass, long number)
        {
            game.Game.DiscriminatorPlayer.Updates = number;
            adaptive.AfterUpdate(game.Game.DiscriminatorPlayer, pass.Context);
        }
    }

    [TestMethod]
    public void The_probability_follows_samples_seen_and_not_updates_where_each_learns_from_several_batches()
    {
        using var scope = NewDisposeScope();
        using var game = TinyGame.LinearCritic(1, 0);
        using var adaptive = new AdaptiveAugmentation { KiloSamples = 0.08 };
        adaptive.Prepare(game.Game);
        using var context = new StepContext(game.Game, step: 0, isShared: false, metrics: null, batchesPerUpdate: 3);
        context.Set(game.Pass(ones(4, 2), -ones(4, 2)));
        using var noGrad = no_grad();
        for (var update = 0; update < 4; update++)
        {
            game.Game.DiscriminatorPlayer.Updates = update;
            adaptive.AfterUpdate(game.Game.DiscriminatorPlayer, context);
        }

        Assert.AreEqual(4 * 3 * 2 / 80.0, adaptive.Metrics["ada/p"].item<float>(), 1e-6);
    }

    [TestMethod]
    public void Overfitting_is_read_from_margins_where_scores_have_no_zero()
    {
        using var scope = NewDisposeScope();
        DiscriminatorOutput real = new(tensor(new float[] { 5, 7 }, [2, 1]), zeros(2, 1));
        DiscriminatorOutput fake = new(tensor(new float[] { 6, 4 }, [2, 1]), zeros(2, 1));
        AssertMargins(new NonSaturatingLoss(), 5, 7);
        AssertMargins(new LeastSquaresLoss(), 4.5f, 6.5f);
        foreach (var loss in new AdversarialLoss[] { new RelativisticLoss(), new WassersteinLoss() })
            AssertMargins(loss, -1, 3);

        void AssertMargins(AdversarialLoss loss, params float[] expected) =>
            CollectionAssert.AreEqual(expected, loss.Margin(real, fake).data<float>().ToArray());
    }

    private static Generator Seeded() => new(3, CPU);
}
