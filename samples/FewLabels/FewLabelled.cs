using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Microsoft.ML;

namespace FewLabels;

/// <summary>A classifier from a few labelled digits: from their pixels, and from what a discriminator makes of them in all its
/// layers, as in A. Radford, L. Metz, S. Chintala, "Unsupervised Representation Learning with Deep Convolutional GANs", ICLR
/// 2016, section 5.1.</summary>
internal static class FewLabelled
{
    /// <summary>The share of the other digits that is classified right.</summary>
    /// <param name="bundle">The discriminator; it never saw a label.</param>
    /// <param name="labels">How many digits have one, the same number of each.</param>
    /// <param name="seed">Which ones.</param>
    public static (double Pixels, double Features) Accuracy(GanBundle bundle, int labels, int seed)
    {
        var ml = new MLContext(seed);
        var digits = Dataset.Digits();
        var order = Enumerable.Range(0, digits.Count).ToArray();
        new Random(seed).Shuffle(order);
        var chosen = order.GroupBy(i => digits.Labels![i]).SelectMany(group => group.Take(labels / 10)).ToHashSet();
        var train = digits.Select([.. order.Where(chosen.Contains)]).ToDataView(ml);
        var test = digits.Select([.. order.Where(i => !chosen.Contains(i))]).ToDataView(ml);

        var trainer = ml
            .Transforms.NormalizeMeanVariance("Features", fixZero: false)
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0));
        var featurizer = ml
            .Transforms.ApplyGanFeaturizer(bundle, "Deep", "Features")
            .Append(
                ml.Transforms.ApplyGanFeaturizer(
                    bundle,
                    new FeaturizerOptions
                    {
                        OutputColumnName = "Shallow",
                        InputColumnName = "Features",
                        Depth = 1,
                    }
                )
            )
            .Append(ml.Transforms.Concatenate("Features", "Deep", "Shallow"))
            .Append(trainer);
        double Score(IEstimator<ITransformer> pipeline) =>
            ml.MulticlassClassification.Evaluate(pipeline.Fit(train).Transform(test)).MicroAccuracy;
        return (Score(trainer), Score(featurizer));
    }
}
