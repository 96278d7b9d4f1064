using Gan.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cookbook;

/// <summary>Finds frauds among payments, of a kind that is known and of one that is not, by a detector and by a
/// classifier.</summary>
internal static class Frauds
{
    private const int Known = 20;

    /// <summary>Learns from the first twenty days and judges the ten that follow.</summary>
    /// <param name="folder">Where payments.csv and frauds.zip go.</param>
    /// <param name="steps">How long to train.</param>
    /// <returns>The area under the ROC curve of frauds on the last ten days: the detector's and the classifier's.</returns>
    public static (double Detector, double Classifier) Find(string folder, long steps)
    {
        var ml = new MLContext(seed: 1);
        string File(string name) => Path.Combine(folder, name);
        Write(ml, File("payments.csv"), Transaction.Simulate(9_000, seed: 1));

        var payments = ml.Data.LoadFromTextFile<Transaction>(File("payments.csv"), separatorChar: ',', hasHeader: true);
        var earlier = ml.Data.FilterRowsByColumn(payments, "Day", upperBound: Known);
        var later = ml.Data.FilterRowsByColumn(payments, "Day", lowerBound: Known);

        // Texts become a column for each word. Amounts reach from a few to thousands: their logarithm spreads them evenly.
        var features = ml
            .Transforms.Categorical.OneHotEncoding([new("Merchant"), new("Country")])
            .Append(
                ml.Transforms.Expression("LogAmount", "a => log(a)", "Amount")
                    .Append(ml.Transforms.Expression("LogSinceLast", "t => log(1 + t)", "SinceLast"))
            )
            .Append(ml.Transforms.Concatenate("Features", "Hour", "LogAmount", "LogSinceLast", "Merchant", "Country"))
            .Append(ml.Transforms.Conversion.ConvertType("Label", "Fraud", DataKind.Boolean));

        // A detector learns what is usual: from payments that are not known to be frauds.
        var usual = ml.Data.FilterByCustomPredicate<Transaction>(earlier, payment => payment.Fraud);
        using var detector = features.Append(ml.AnomalyDetection.Trainers.Gan(contamination: 0.01, steps: steps)).Fit(usual);
        ml.Model.Save(detector, payments.Schema, File("frauds.zip"));

        // A classifier learns the frauds that were found.
        var classifier = features
            .Append(ml.Transforms.NormalizeMinMax("Features"))
            .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression())
            .Fit(earlier);

        var (found, told) = (detector.Transform(later), classifier.Transform(later));
        var curves = (Detector: Area(ml, found), Classifier: Area(ml, told));
        Console.WriteLine($"area under the ROC curve: detector {curves.Detector:0.000}, classifier {curves.Classifier:0.000}");
        Show("detector", found);
        Show("classifier", told);
        return curves;
    }

    /// <summary>Of the fifty payments a judge calls the most suspicious, how many are frauds of which kind.</summary>
    private static void Show(string name, IDataView judged)
    {
        var worst = judged
            .GetColumn<float>("Score")
            .Zip(judged.GetColumn<bool>("Fraud"), judged.GetColumn<string>("Id"))
            .Zip(judged.GetColumn<float>("SinceLast"), (row, since) => (Score: row.First, IsFraud: row.Second, SinceLast: since))
            .OrderByDescending(row => row.Score)
            .Take(50)
            .Where(row => row.IsFraud)
            .ToArray();
        Console.WriteLine(
            $"{name}, its 50 most suspicious payments: {worst.Count(row => row.SinceLast >= 10)} with stolen cards, "
                + $"{worst.Count(row => row.SinceLast < 10)} numbers tried out"
        );
    }

    private static double Area(MLContext ml, IDataView judged)
    {
        // Both judges' scores are higher for frauds.
        var single = ml.Transforms.Conversion.ConvertType("Label", "Fraud", DataKind.Single).Fit(judged).Transform(judged);
        return ml.AnomalyDetection.Evaluate(single, falsePositiveCount: 50).AreaUnderRocCurve;
    }

    private static void Write(MLContext ml, string path, IEnumerable<Transaction> payments)
    {
        using var file = System.IO.File.Create(path);
        ml.Data.SaveAsText(ml.Data.LoadFromEnumerable(payments), file, separatorChar: ',', schema: false);
    }
}
