using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;

namespace Cookbook;

/// <summary>Customers for tests that nobody knows: learned once from real ones, drawn by seed wherever tests run.</summary>
internal static class Customers
{
    /// <summary>Once, where the real rows are; needs Gan.Training.</summary>
    public static void Learn(string folder, long steps)
    {
        var ml = new MLContext(seed: 1);
        var customers = ml.Data.LoadFromEnumerable(Customer.Some(2000, seed: 1));
        // No fingerprints go with the bundle: nobody can ask it whether a row was among these.
        var recipe = new CtganRecipe { BatchSize = 100, Packing = 1 };
        GanBundle bundle = ml.Data.TrainTableGan(steps, recipe: recipe, keepFingerprints: false).Fit(customers);
        bundle.Save(folder);
    }

    /// <summary>In every test project; needs Gan.MLNet alone. The same seed makes the same customers.</summary>
    public static Customer[] Make(string folder, int count, ulong seed = 7)
    {
        var ml = new MLContext();
        var churned = new Dictionary<string, string> { ["Country"] = "Norway", ["Churned"] = "1" };
        using var rows = ml.Data.GenerateTableWithGan(GanBundle.Load(folder), count, churned, seed, allowCopies: true);
        return [.. ml.Data.CreateEnumerable<Customer>(rows, reuseRowObject: false)];
    }
}
