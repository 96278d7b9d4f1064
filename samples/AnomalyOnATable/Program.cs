// Finds abnormal rows in a real table: a detector learns from normal rows alone, and tells how sure it is.
//
//   dotnet run -c Release --project samples/AnomalyOnATable
using AnomalyOnATable;
using Gan.MLNet;
using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext(seed: 1);
var rows = ml.Data.LoadFromTextFile<Biopsy>(
    Path.Combine(AppContext.BaseDirectory, "breastw.csv"),
    separatorChar: ',',
    hasHeader: true
);
var split = ml.Data.TrainTestSplit(rows, testFraction: 0.3, seed: 1);
var normal = ml.Data.FilterRowsByColumn(split.TrainSet, "Label", upperBound: 0.5);

// A pipeline like any other: Fit trains the GAN, and what it returns needs no libtorch.
var pipeline = ml.Transforms.NormalizeMinMax("Features").Append(ml.AnomalyDetection.Trainers.Gan(contamination: 0.05));
using var model = pipeline.Fit(normal);
var auc = ml.AnomalyDetection.Evaluate(model.Transform(split.TestSet)).AreaUnderRocCurve;
Console.WriteLine($"held-out rows: area under the ROC curve {auc:0.000}");

// Another threshold: call as many rows abnormal as there are malignant ones in the training rows.
var prepared = model.First().Transform(split.TrainSet);
var share = 239 / 683.0;
using var strict = ml.AnomalyDetection.ChangeModelThreshold((AnomalyScorerTransformer)model.Last(), prepared, share);
Console.WriteLine(
    $"threshold {((AnomalyScorerTransformer)model.Last()).Threshold:0.000} from normal rows alone, {strict.Threshold:0.000} "
        + $"for a share of {share:0.00}"
);

// Which readings made a row abnormal: what its score would lose without each of them.
var malignant = ml.Data.FilterRowsByColumn(prepared, "Label", lowerBound: 0.5);
using var explainer = ml.Transforms.ExplainGanAnomaly(((AnomalyScorerTransformer)model.Last()).Bundle).Fit(prepared);
var contributions = explainer.Transform(malignant).GetColumn<float[]>("Contributions").First();
Console.WriteLine(
    $"the first malignant row's readings by what they add to its score: "
        + string.Join(", ", contributions.Index().OrderByDescending(c => c.Item).Select(c => $"{c.Index + 1} ({c.Item:0.00})"))
);

// One row at a time, from a model that was saved and loaded.
ml.Model.Save(model, rows.Schema, "biopsies.zip");
var loaded = new MLContext().LoadGanModel("biopsies.zip", out _);
using var engine = ml.Model.CreatePredictionEngine<Biopsy, Finding>(loaded);
foreach (float[] readings in new float[][] { [1, 1, 1, 1, 2, 1, 2, 1, 1], [8, 10, 10, 8, 7, 10, 9, 7, 1] })
{
    var finding = engine.Predict(new Biopsy { Features = readings });
    Console.WriteLine(
        $"{string.Join(' ', readings)}: score {finding.Score:0.000}, abnormal {finding.PredictedLabel}, probability "
            + $"{finding.Probability:0.000}"
    );
}

File.Delete("biopsies.zip");
