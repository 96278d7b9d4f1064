using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Training.Tables;
using Microsoft.ML;

namespace Cookbook;

/// <summary>Rows without end in little memory: they are made, or read and scored, a few hundred at a time, and written to Parquet
/// files a row group at a time.</summary>
internal static class MillionRows
{
    /// <summary>Writes generated rows of a table.</summary>
    public static void Generate(string bundleFolder, string path, int count)
    {
        var ml = new MLContext();
        using var rows = ml.Data.GenerateTableWithGan(GanBundle.Load(bundleFolder), count);
        ml.Data.SaveAsParquet(rows, path);
    }

    /// <summary>Writes the scores of the rows of a file that may be larger than memory.</summary>
    public static void Score(string modelFile, string rowsFile, string path)
    {
        var ml = new MLContext();
        var model = ml.LoadGanModel(modelFile, out _);
        var rows = ml.Data.LoadFromTextFile<Reading>(rowsFile, separatorChar: ',', hasHeader: true);
        var scored = model.Transform(rows);
        ml.Data.SaveAsParquet(
            ml.Transforms.SelectColumns("Minute", "Score", "PredictedLabel").Fit(scored).Transform(scored),
            path
        );
    }
}
