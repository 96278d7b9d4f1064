using Gan.Training.Evaluation.Images;

namespace Gan.Tests.Training.Evaluation;

[TestClass]
public sealed class LabelMapAccuracyTests
{
    [TestMethod]
    public void Figures_are_those_counted_by_hand()
    {
        // Class 0: 4 pixels, 3 right; class 1: 2 pixels, 1 right; class 2: 2 pixels, 2 right; class 3 is nowhere.
        var accuracy = new LabelMapAccuracy(4);
        accuracy.Add([0, 0, 0, 1], [0, 0, 0, 0]);
        accuracy.Add([1, 2, 2, 2], [1, 1, 2, 2]);
        Assert.AreEqual(8, accuracy.Pixels);
        Assert.AreEqual(6.0 / 8, accuracy.PixelAccuracy, 1e-15);
        CollectionAssert.AreEqual(new[] { 0.75, 0.5, 1, double.NaN }, accuracy.ClassAccuracies.ToArray());
        Assert.AreEqual(0.75, accuracy.ClassAccuracy, 1e-15);
        // Unions: 4, 3, 3.
        double[] overlaps = [3.0 / 4, 1.0 / 3, 2.0 / 3, double.NaN];
        CollectionAssert.AreEqual(overlaps, accuracy.IntersectionsOverUnions.ToArray());
        Assert.AreEqual((3.0 / 4 + 1.0 / 3 + 2.0 / 3) / 3, accuracy.MeanIntersectionOverUnion, 1e-15);
    }

    [TestMethod]
    public void A_class_that_is_only_given_has_no_accuracy_and_an_overlap_of_0()
    {
        var accuracy = new LabelMapAccuracy(3);
        accuracy.Add([0, 2], [0, 0]);
        Assert.AreEqual(0.5, accuracy.ClassAccuracy, 1e-15);
        Assert.AreEqual(0.25, accuracy.MeanIntersectionOverUnion, 1e-15);
    }

    [TestMethod]
    public void True_void_is_not_counted_and_given_void_is_an_error()
    {
        var accuracy = new LabelMapAccuracy(3, voidClass: 2);
        accuracy.Add([0, 1, 2, 0, 1, -1], [2, -1, 0, 0, 1, 1]);
        Assert.AreEqual(4, accuracy.Pixels);
        Assert.AreEqual(0.5, accuracy.PixelAccuracy, 1e-15);
        CollectionAssert.AreEqual(new[] { 0.5, 0.5, double.NaN }, accuracy.ClassAccuracies.ToArray());
        // The void class is no class, so its overlap is not in the mean although it was given once.
        Assert.AreEqual(0.5, accuracy.MeanIntersectionOverUnion, 1e-15);
        var outside = new LabelMapAccuracy(3, voidClass: 255);
        outside.Add([0, 7, 1], [0, 255, 1]);
        Assert.AreEqual(1, outside.PixelAccuracy);
    }

    [TestMethod]
    public void The_same_numbers_for_other_names_of_the_classes()
    {
        var random = new Random(1);
        int[] truth = [.. Enumerable.Range(0, 500).Select(_ => random.Next(5))];
        int[] given = [.. truth.Select(label => random.Next(3) == 0 ? random.Next(5) : label)];
        int[] names = [3, 0, 4, 1, 2];
        var (plain, renamed) = (new LabelMapAccuracy(5), new LabelMapAccuracy(5));
        plain.Add(given, truth);
        renamed.Add([.. given.Select(l => names[l])], [.. truth.Select(l => names[l])]);
        Assert.AreEqual(plain.PixelAccuracy, renamed.PixelAccuracy);
        Assert.AreEqual(plain.MeanIntersectionOverUnion, renamed.MeanIntersectionOverUnion, 1e-12);
        Assert.IsTrue(plain.PixelAccuracy is > 0.6 and < 0.9);
    }

    [TestMethod]
    public void Maps_that_do_not_suit_are_refused()
    {
        var accuracy = new LabelMapAccuracy(3);
        Assert.ThrowsExactly<ArgumentException>(() => accuracy.Add([0], [0, 1]));
        Assert.ThrowsExactly<ArgumentException>(() => accuracy.Add([0], [3]));
        Assert.AreEqual(0, accuracy.Pixels);
        Assert.IsTrue(double.IsNaN(accuracy.MeanIntersectionOverUnion));
    }
}
