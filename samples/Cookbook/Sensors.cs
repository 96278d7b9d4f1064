using Gan.Training.Trainers;
using Microsoft.ML;

namespace Cookbook;

/// <summary>Finds minutes in which a machine's sensors do not go together, with no example of a fault.</summary>
internal static class Sensors
{
    /// <summary>Writes normal.csv and new.csv, learns from the former and saves sensors.zip.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="steps">How long to train.</param>
    /// <returns>The area under the ROC curve on new.csv.</returns>
    public static double Watch(string folder, long steps)
    {
        var ml = new MLContext(seed: 1);
        string File(string name) => Path.Combine(folder, name);
        Write(ml, File("normal.csv"), Reading.Simulate(4000, faults: 0, seed: 1));
        Write(ml, File("new.csv"), Reading.Simulate(2000, faults: 0.02, seed: 2));

        var normal = ml.Data.LoadFromTextFile<Reading>(File("normal.csv"), separatorChar: ',', hasHeader: true);
        var later = ml.Data.LoadFromTextFile<Reading>(File("new.csv"), separatorChar: ',', hasHeader: true);

        // The detector scales the columns itself. It sees normal minutes alone, and calls 1 % of those abnormal.
        var pipeline = ml
            .Transforms.Concatenate("Features", "Temperature", "Pressure", "Flow", "Vibration")
            .Append(ml.AnomalyDetection.Trainers.Gan(contamination: 0.01, steps: steps));
        using var model = pipeline.Fit(normal);
        ml.Model.Save(model, normal.Schema, File("sensors.zip"));

        var metrics = ml.AnomalyDetection.Evaluate(model.Transform(later));
        Console.WriteLine($"new minutes: area under the ROC curve {metrics.AreaUnderRocCurve:0.000}");
        return metrics.AreaUnderRocCurve;
    }

    private static void Write(MLContext ml, string path, IEnumerable<Reading> readings)
    {
        using var file = File.Create(path);
        ml.Data.SaveAsText(ml.Data.LoadFromEnumerable(readings), file, separatorChar: ',', schema: false);
    }
}
