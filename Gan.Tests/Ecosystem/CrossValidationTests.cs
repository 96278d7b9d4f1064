using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;

namespace Gan.Tests.Ecosystem;

/// <summary>ML.NET's own cross-validation over pipelines with our trainers and transformers.</summary>
[TestClass]
public sealed class CrossValidationTests
{
    [TestMethod]
    public void A_classifier_that_learns_in_each_fold_is_validated()
    {
        var ml = new MLContext(seed: 1);
        var digits = ml.Data.TakeRows(Dataset.Digits().ToDataView(ml), 600);
        var recipe = new SemiSupervisedGanRecipe
        {
            GeneratorHidden = [32],
            DiscriminatorHidden = [64, 64],
            LatentSize = 8,
        };
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey("Label")
            .Append(
                ml.MulticlassClassification.Trainers.SemiSupervisedGan(
                    new SemiSupervisedGanOptions { Steps = 300, Recipe = recipe }
                )
            );
        var folds = ml.MulticlassClassification.CrossValidate(digits, pipeline, numberOfFolds: 3);
        Assert.HasCount(3, folds);
        foreach (var fold in folds)
        {
            Assert.IsTrue(fold.Metrics.MicroAccuracy > 0.6, $"{fold.Metrics.MicroAccuracy}");
            (fold.Model as IDisposable)?.Dispose();
        }
    }

    [TestMethod]
    public void Features_of_a_bundle_are_validated_with_a_trainer_of_ML_NET()
    {
        var ml = new MLContext(seed: 1);
        var bundle = GanBundle.Load(Path.Combine(SourceTree.Root, "models", "digits-dcgan"));
        var digits = ml.Data.TakeRows(Dataset.Digits().ToDataView(ml), 600);
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.ApplyGanFeaturizer(bundle, "Features"))
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy());
        var folds = ml.MulticlassClassification.CrossValidate(digits, pipeline, numberOfFolds: 3);
        Assert.IsTrue(folds.Average(fold => fold.Metrics.MicroAccuracy) > 0.85);
        foreach (var fold in folds)
            (fold.Model as IDisposable)?.Dispose();
    }
}
