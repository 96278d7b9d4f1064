using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>The contrastive loss of CUT against values computed by hand.</summary>
[TestClass]
public sealed class PatchContrastTests
{
    [TestMethod]
    [DataRow(2, 0.07)]
    [DataRow(256, 0.07)]
    [DataRow(64, 0.5)]
    [DataRow(5, 1.0)]
    public void Orthogonal_features_give_the_loss_of_the_formula(int patches, double temperature)
    {
        using var scope = NewDisposeScope();
        var features = eye(patches).unsqueeze(0).repeat(3, 1, 1);
        Assert.AreEqual(
            Math.Log(1 + (patches - 1) * Math.Exp(-1 / temperature)),
            PatchContrast.Loss(features, features, temperature).item<float>(),
            1e-5
        );
    }

    [TestMethod]
    public void Patches_that_are_all_alike_give_the_logarithm_of_their_number()
    {
        using var scope = NewDisposeScope();
        var features = zeros(2, 16, 8);
        features[TensorIndex.Ellipsis, 3] = 1;
        Assert.AreEqual(Math.Log(16), PatchContrast.Loss(features, features, 0.07).item<float>(), 1e-5);
    }

    /// <summary>As published: the own key's cosine first, then all with -10 in the place of the own one, over the
    /// temperature.</summary>
    [TestMethod]
    public void It_is_the_published_program_s_loss()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        Tensor Draw() => nn.functional.normalize(randn([3, 12, 8], generator: random), dim: 2);
        var (queries, keys) = (Draw(), Draw());
        var own = (queries * keys).sum(2, keepdim: true);
        var others = queries.bmm(keys.transpose(1, 2)).masked_fill(eye(12).to(ScalarType.Bool).unsqueeze(0), -10);
        var logits = (cat([own, others], 2) / 0.07).reshape(36, 13);
        var published = nn.functional.cross_entropy(logits, zeros(36, ScalarType.Int64));
        Assert.AreEqual(published.item<float>(), PatchContrast.Loss(queries, keys, 0.07).item<float>(), 1e-5);
    }

    [TestMethod]
    public void Keys_of_other_images_play_no_part_and_gradients_do_not_reach_keys()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        Tensor Draw() => nn.functional.normalize(randn([2, 6, 4], generator: random), dim: 2).detach();
        var (queries, keys) = (Draw().requires_grad_(), Draw().requires_grad_());
        var loss = PatchContrast.Loss(queries, keys, 0.07);
        loss.backward();
        Assert.IsNull(keys.grad);
        Assert.IsGreaterThan(0, queries.grad!.abs().sum().item<float>());
        var alone =
            PatchContrast.Loss(queries.narrow(0, 0, 1), keys.narrow(0, 0, 1), 0.07)
            + PatchContrast.Loss(queries.narrow(0, 1, 1), keys.narrow(0, 1, 1), 0.07);
        Assert.AreEqual(alone.item<float>() / 2, loss.item<float>(), 1e-5);
    }

    [TestMethod]
    public void Places_are_drawn_each_once_and_all_where_there_are_no_more()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var few = PatchContrast.Places(zeros(2, 3, 8, 8), 256, random).data<long>().ToArray();
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 64).Select(i => (long)i).ToArray(), few);
        var many = PatchContrast.Places(zeros(2, 3, 32, 40), 256, random).data<long>().ToArray();
        Assert.HasCount(256, many.Distinct());
        Assert.IsTrue(many.Length == 256 && many.Min() >= 0 && many.Max() is > 1024 and < 1280);
        CollectionAssert.AreNotEqual(many, PatchContrast.Places(zeros(2, 3, 32, 40), 256, random).data<long>().ToArray());
    }

    /// <summary>An embedding is that of the features at its place.</summary>
    [TestMethod]
    public void Heads_embed_the_places_that_they_are_given_at_unit_length()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var heads = new PatchHeads([3, 5], 7);
        Gan.Training.Networks.WeightInitialization.XavierNormal(heads, random, 1);
        var features = randn([2, 5, 4, 6], generator: random);
        var embedded = heads.Embed(1, features, tensor(new long[] { 9, 2 }));
        CollectionAssert.AreEqual(new long[] { 2, 2, 7 }, embedded.shape);
        Assert.IsLessThan(1e-5, (embedded.square().sum(2) - 1).abs().max().item<float>());
        // Place 9 of rows of 6 is row 1, column 3.
        var alone = heads.Embed(1, features.narrow(2, 1, 1).narrow(3, 3, 1), tensor(new long[] { 0 }));
        Assert.IsLessThan(1e-5, (alone - embedded.narrow(1, 0, 1)).abs().max().item<float>());
    }
}
