using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>Simulated discs refined towards spoilt ones, where the spoiling is known: what a regressor learns from them, how far
/// labels drift, and what two parts of the method are for.</summary>
internal sealed class RefinedDiscsGate : Gate
{
    private const int Images = 2000;
    private const int Tested = 1000;
    private const int Size = 24;
    private const int Steps = 1000;
    private const string Refined = "simgan";
    private const string MadeAnew = "made anew";
    private const string MadeFreely = "made anew, no self-regularization";
    private const string WithoutBuffer = "no buffer";

    private const double Weight = 3;

    private static readonly SimGanRecipe Recipe = new()
    {
        FeatureMaps = 16,
        Blocks = 2,
        LearningRate = 1e-3,
    };

    public override string Name => "refined-discs";

    public override string Protocol =>
        $"{Images} simulated pictures of {Size} pixels of a disc at a known place, and as many of other discs, blurred, of half "
        + $"the contrast, brighter and noisy; {Steps:N0} steps of turns after 200 and 200 of either network alone; 16 feature "
        + "maps, 2 blocks, batches of 16, learning rate 0.001; a small regressor of the place trained on simulated, refined and "
        + $"real pictures, tested on {Tested} further real ones; without buffer too, and made "
        + $"anew instead of changed (keep-input=false), with self-regularization {Weight} and none";

    public override string Published => "none";

    public override string Demand =>
        "for each seed the refined pictures' regressor errs less than the simulated ones' and labels drift less than 0.5 pixels; "
        + "where pictures are made anew, for each seed more drift without self-regularization";

    public override int DefaultSeeds => 3;

    public override IReadOnlyList<string> Cases => [Refined, WithoutBuffer, MadeAnew, MadeFreely];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var recipe = variant switch
        {
            MadeAnew => Recipe with { KeepInput = false, SelfRegularizationWeight = Weight },
            MadeFreely => Recipe with { KeepInput = false, SelfRegularizationWeight = 0 },
            WithoutBuffer => Recipe with { BufferSize = 0 },
            _ => Recipe,
        };
        using var scope = NewDisposeScope();
        var (simulated, places) = DegradedDiscs.Simulated(Images, Size, seed);
        var (real, realPlaces) = DegradedDiscs.Real(Images, Size, seed);
        using var run = new RefinerRun(recipe, real.WithSourceImages(new SourceImages(simulated, ArePaired: false)), seed, Steps);
        var images = Of(simulated);
        var refined = run.Refine(images);
        var truth = Of(DegradedDiscs.Spoilt(simulated));
        var values = new Dictionary<string, double>
        {
            ["drift"] = Drift(refined, places),
            ["change"] = Difference(refined, images),
            ["from truth"] = Difference(refined, truth),
            ["simulated from truth"] = Difference(images, truth),
            ["old recognized"] = run.RecognizedOld(),
        };
        var (test, testPlaces) = DegradedDiscs.Real(Tested, Size, seed + 500_000);
        double Error(Tensor learned, float[] where) =>
            DegradedDiscs.Distance(
                (
                    SmallNetwork.Answers(
                        learned,
                        Scaled(where),
                        (said, is_) => (said - is_).square().mean(),
                        2,
                        Of(test),
                        2000,
                        seed
                    ) * (Size / 2.0)
                    + Size / 2.0
                )
                    .contiguous()
                    .data<float>()
                    .ToArray(),
                testPlaces
            );
        values["error refined"] = Error(refined, places);
        if (variant != Refined)
            return values;
        values["error simulated"] = Error(images, places);
        values["error real"] = Error(Of(real), realPlaces);
        return values;
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        SeedRow[] ours = [.. rows.Where(r => r.Case == Refined)];
        string Figure(string name, string variant = Refined) => MeanAndDeviation(Of(rows, name, variant));
        return (
            $"error in pixels: simulated {Figure("error simulated")}, refined {Figure("error refined")}, real "
                + $"{Figure("error real")}; drift {Figure("drift")}, made anew {Figure("drift", MadeAnew)}, without "
                + $"self-regularization {Figure("drift", MadeFreely)}; old patches told from real ones "
                + $"{Figure("old recognized")}, without buffer {Figure("old recognized", WithoutBuffer)}",
            ours.All(r => r.Values["error refined"] < r.Values["error simulated"] && r.Values["drift"] < 0.5)
                && Of(rows, "drift", MadeAnew).Zip(Of(rows, "drift", MadeFreely)).All(p => p.First < p.Second)
        );
    }

    private static Tensor Of(Dataset data) => DataRows.OnDevice(data, [.. Enumerable.Range(0, data.Count)], CPU);

    private static Tensor Scaled(float[] places) => tensor(places, [places.Length / 2, 2]) / (Size / 2.0) - 1;

    private static double Drift(Tensor images, float[] places) =>
        DegradedDiscs.Distance(DegradedDiscs.Centroids(images.contiguous().data<float>().ToArray(), Size), places);

    private static double Difference(Tensor first, Tensor second) => (first - second).abs().mean().item<float>() / 2;
}
