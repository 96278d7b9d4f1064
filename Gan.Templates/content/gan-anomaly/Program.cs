// Finds abnormal rows of a table: dotnet run -c Release
//
// breastw.csv has nine readings of a cell sample in a row, and whether it was malignant. For a table of yours change the class
// Reading: its columns and how many there are. Only normal rows are learnt from, so labels are needed to measure, not to train.
using Gan.MLNet;
using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext(seed: 1);
var rows = ml.Data.LoadFromTextFile<Reading>(
    Path.Combine(AppContext.BaseDirectory, "breastw.csv"),
    separatorChar: ',',
    hasHeader: true
);
var split = ml.Data.TrainTestSplit(rows, testFraction: 0.3, seed: 1);
var normal = ml.Data.FilterRowsByColumn(split.TrainSet, "Label", upperBound: 0.5);

// Fit trains the GAN; what it returns needs no libtorch. A share of `contamination` of the training rows is above the threshold.
var pipeline = ml.Transforms.NormalizeMinMax("Features").Append(ml.AnomalyDetection.Trainers.Gan(contamination: 0.05));
using var model = pipeline.Fit(normal);
var auc = ml.AnomalyDetection.Evaluate(model.Transform(split.TestSet)).AreaUnderRocCurve;
Console.WriteLine($"held-out rows: area under the ROC curve {auc:0.000}");

// The whole pipeline in one file, for an app that references Gan.MLNet alone.
ml.Model.Save(model, rows.Schema, "detector.zip");
var loaded = new MLContext().LoadGanModel("detector.zip", out _);
using var engine = ml.Model.CreatePredictionEngine<Reading, Finding>(loaded);
foreach (float[] readings in new float[][] { [1, 1, 1, 1, 2, 1, 2, 1, 1], [8, 10, 10, 8, 7, 10, 9, 7, 1] })
{
    var finding = engine.Predict(new Reading { Features = readings });
    Console.WriteLine(
        $"{string.Join(' ', readings)}: abnormal {finding.PredictedLabel}, probability {finding.Probability:0.000}"
    );
}

internal sealed class Reading
{
    [LoadColumn(0, 8), VectorType(9)]
    public float[] Features { get; set; } = [];

    [LoadColumn(9)]
    public float Label { get; set; }
}

internal sealed class Finding
{
    public bool PredictedLabel { get; set; }

    public float Probability { get; set; }
}
