// Balances a table whose interesting class is the smaller one: dotnet run -c Release
//
// pima.csv has eight readings of a person in a row, and whether she has diabetes. For a table of yours change the class Person:
// its columns and how many there are.
using Gan.MLNet;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext(seed: 1);
var rows = ml.Data.LoadFromTextFile<Person>(
    Path.Combine(AppContext.BaseDirectory, "pima.csv"),
    separatorChar: ',',
    hasHeader: true
);
var split = ml.Data.TrainTestSplit(rows, testFraction: 0.3, seed: 1);
var scaling = ml.Transforms.NormalizeMinMax("Features").Fit(split.TrainSet);
var (train, test) = (ml.Data.Cache(scaling.Transform(split.TrainSet)), scaling.Transform(split.TestSet));

// Only training rows are learnt from, and only they are added to: synthetic rows among those that judge would judge nothing.
var smaller = ml.Data.LoadFromEnumerable(ml.Data.CreateEnumerable<Person>(train, reuseRowObject: false).Where(row => row.Label));
var recipe = new R3GanRecipe
{
    Hidden = [32, 32],
    LatentSize = 8,
    GeneratorLearningRate = 1e-3,
    DiscriminatorLearningRate = 1e-3,
};
using var generator = ml.Transforms.TrainGanGenerator(steps: 500, recipe: recipe).Fit(smaller);
using var balanced = ml.Data.BalanceWithGan(train, generator.Bundle, "Label", label: "1");

// SMOTE needs no training: a GAN is worth it where it beats this.
using var smote = ml.Data.BalanceWithSmote(train, labelColumnName: "Label");
Console.WriteLine(
    $"F1 of the smaller class on held-out rows: {F1(train):0.000} as it is, {F1(smote):0.000} SMOTE, {F1(balanced):0.000} GAN"
);

using (var file = File.Create("balanced.csv"))
    ml.Data.SaveAsText(balanced, file, separatorChar: ',', schema: false);
Console.WriteLine($"the balanced rows, on the scale from 0 to 1, are in {Path.GetFullPath("balanced.csv")}");

double F1(IDataView learned) =>
    ml
        .BinaryClassification.EvaluateNonCalibrated(
            ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(learned).Transform(test)
        )
        .F1Score;

internal sealed class Person
{
    [LoadColumn(0, 7), VectorType(8)]
    public float[] Features { get; set; } = [];

    [LoadColumn(8)]
    public bool Label { get; set; }
}
