using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>Holes in faces of people who were not trained on, filled by the recipe, by the mean and by Laplace's
/// equation.</summary>
internal sealed class InpaintingGate : Gate
{
    private const int Steps = 600;
    private const int People = 40;
    private const int TrainingPeople = 30;
    private const int MaskSeed = 1000;

    private static readonly InpaintingRecipe Recipe = new()
    {
        FeatureMaps = 16,
        BatchSize = 8,
        LearningRate = 1e-3,
        HeldOut = 0,
    };

    public override string Name => "inpainting";

    public override bool NeedsData => true;

    public override int DefaultSeeds => 1;

    public override string Protocol =>
        $"Olivetti faces, 64x64, {TrainingPeople} people trained on and {People - TrainingPeople} others tested, one to three "
        + $"free-form holes of up to half a side each; {Steps:N0} steps of recipe inpainting with {Recipe.FeatureMaps} "
        + $"feature maps, batches of {Recipe.BatchSize} and learning rate 0.001";

    public override string Published => "none for this size; context encoders fill a quarter of Paris photographs at 18.58 dB";

    public override string Demand => "PSNR in holes above that of the mean of the known pixels and of the harmonic filling";

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var faces = Dataset.FromIdx(
            Path.Combine(Data, "olivetti", "faces-64x64-idx3-ubyte.gz"),
            Path.Combine(Data, "olivetti", "labels-idx1-ubyte.gz")
        );
        var training = faces.Where(person => person < TrainingPeople).WithoutLabels();
        using var trainer = new GanTrainer(Recipe, training, QuietSettings.Of(seed));
        trainer.TrainUntil(Steps);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(MaskSeed, CPU);
        var test = faces.Where(person => person >= TrainingPeople);
        var images = tensor(test.Samples.ToArray(), [test.Count, .. test.Shape.Select(n => (long)n)]) / 127.5 - 1;
        var mask = new HoleSampler(Recipe.LargestHole).Draw(test.Count, images.shape[2], images.shape[3], random);
        var known = images * (1 - mask);
        var translator = ((TranslationGame)trainer.Game).Translator;
        using var mode = new EvaluationMode(translator);
        var mean = known.sum([1L, 2L, 3L], keepdim: true) / (1 - mask).sum([1L, 2L, 3L], keepdim: true);
        return new Dictionary<string, double>
        {
            ["recipe"] = Psnr(images, translator.call(cat([known, mask], 1)), mask),
            ["harmonic"] = Psnr(images, Harmonic(known, mask), mask),
            ["mean"] = Psnr(images, mean.expand_as(images), mask),
        };
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        string Figure(string name) => MeanAndDeviation(Of(rows, name), "0.00");
        return (
            string.Create(
                CultureInfo.InvariantCulture,
                $"PSNR in holes {Figure("recipe")} dB; harmonic filling {Figure("harmonic")}, mean {Figure("mean")}"
            ),
            rows.All(r => r.Values["recipe"] > Math.Max(r.Values["harmonic"], r.Values["mean"]))
        );
    }

    /// <summary>Of values in [-1, 1], over all hole pixels of all images.</summary>
    private static double Psnr(Tensor expected, Tensor found, Tensor mask)
    {
        var error = ((expected - found) / 2).square() * mask;
        return -10 * Math.Log10((error.sum() / mask.sum()).item<float>());
    }

    private static Tensor Harmonic(Tensor known, Tensor mask)
    {
        var (values, holes) = (known.data<float>().ToArray(), mask.data<float>().ToArray());
        var size = (int)(known.shape[2] * known.shape[3]);
        for (var start = 0; start < values.Length; start += size)
            HarmonicFill.Apply(
                values.AsSpan(start, size),
                Array.ConvertAll(holes[start..(start + size)], v => v > 0.5f),
                (int)known.shape[3]
            );
        return tensor(values, known.shape);
    }
}
