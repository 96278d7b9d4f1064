using System.Globalization;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Inference;

/// <summary>A bundle whose models are measured; its weights are those that training begins with, which are as fast as
/// any.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Bundle">The bundle.</param>
/// <param name="Data">What its samples are like.</param>
internal sealed record InferenceModel(string Name, GanBundle Bundle, Dataset Data)
{
    /// <summary>Names and makers of the models there are.</summary>
    public static IReadOnlyDictionary<string, Func<InferenceModel>> All { get; } =
        new Dictionary<string, Func<InferenceModel>>
        {
            ["mlp"] = () => Make("MLP GAN, 1 x 8 x 8", new MlpGanRecipe(), Dataset.Digits()),
            ["dcgan"] = () => Make("DCGAN, 1 x 8 x 8", new DcganRecipe(), Dataset.Digits()),
            ["dcgan32"] = () => Make("DCGAN, 3 x 32 x 32", new DcganRecipe(), Noise(3, 32, 32)),
        };

    /// <summary>Makes one.</summary>
    public static InferenceModel Make(string name, Recipe recipe, Dataset data)
    {
        using var trainer = new GanTrainer(recipe, data, new TrainingSettings { Device = "cpu" });
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        return new InferenceModel(name, bundle, data);
    }

    /// <summary>Some pictures of a shape, of no meaning.</summary>
    public static Dataset Noise(params int[] shape)
    {
        var random = new Random(1);
        var pixels = new float[256 * shape.Aggregate(1, (product, n) => product * n)];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = random.NextSingle();
        var name = string.Create(CultureInfo.InvariantCulture, $"noise of {shape[1]} pixels");
        return new Dataset(name, shape, pixels, null, new ValueRange { Minimum = 0, Maximum = 1 });
    }
}
