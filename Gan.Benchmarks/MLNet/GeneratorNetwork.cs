using Gan.Benchmarks.Inference;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Methods;

namespace Gan.Benchmarks.MLNet;

/// <summary>A fully connected generator of pictures of 28 x 28. The session and the project's transformer draw their latents;
/// ML.NET's own transformer finds the same ones in its column.</summary>
internal sealed class GeneratorNetwork : MLNetNetwork
{
    private const int LatentSize = 64;

    private readonly GeneratorSession _session;

    public GeneratorNetwork(int rows, int threads)
        : this(
            InferenceModel.Make(
                "MLP GAN, 1 x 28 x 28",
                new MlpGanRecipe { LatentSize = LatentSize, Hidden = [256, 256] },
                InferenceModel.Noise(1, 28, 28)
            ),
            Math.Min(rows, Few),
            threads
        ) { }

    private GeneratorNetwork(InferenceModel model, int rows, int threads)
        : base(model.Bundle, GanBundle.GeneratorFile, "z", [LatentSize], Latents(rows), rows) =>
        _session = new GeneratorSession(model.Bundle, new SessionSettings { Threads = threads });

    public override string Name => "MLP 64-256-256-784";

    public override string Output => "x";

    public override string Column => "Generated";

    public override bool ReadsInput => false;

    public override int Width => _session.SampleSize;

    public override BatchTransformer CreateTransformer(SessionSettings settings) =>
        ML.Transforms.ApplyGanGenerator(Bundle, settings: settings).Fit(View);

    public override void RunSession(float[] results) => _session.Generate(seed: 0, firstRow: 0, Rows, results);

    public override void Dispose() => _session.Dispose();

    private static float[] Latents(int rows)
    {
        var latents = new float[rows * LatentSize];
        for (var row = 0; row < rows; row++)
            LatentSampler.Fill(LatentDistribution.Normal, 0, row, latents.AsSpan(row * LatentSize, LatentSize));
        return latents;
    }
}
