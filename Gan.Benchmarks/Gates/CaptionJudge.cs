using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>Says which caption an image belongs to: an encoder of images and one of texts, trained on pairs so that those of a
/// pair are near each other (Radford et al. 2021). What generated images are judged by.</summary>
internal sealed class CaptionJudge : IDisposable
{
    private const int Features = 64;
    private const double Temperature = 0.1;
    private readonly nn.Module<Tensor, Tensor> _images;
    private readonly nn.Module<Tensor, Tensor> _texts;

    /// <summary>Trains the encoders.</summary>
    /// <param name="data">Images.</param>
    /// <param name="texts">The vectors of their captions.</param>
    /// <param name="steps">Steps of 64 pairs.</param>
    /// <param name="seed">Fixes weights and order.</param>
    public CaptionJudge(Dataset data, Dataset texts, int steps, int seed)
    {
        const int Rows = 64;
        using var random = new Generator((ulong)seed, CPU);
        var (trunk, width, height, breadth) = StackGanNetworks.Trunk(data.Shape, 16);
        _images = nn.Sequential(trunk, nn.Flatten(), nn.Linear(width * height * breadth, Features));
        _texts = nn.Linear(texts.SampleSize, Features);
        WeightInitialization.FanIn(_images, random);
        WeightInitialization.FanIn(_texts, random);
        using var optimizer = optim.Adam([.. _images.parameters(), .. _texts.parameters()], 1e-3);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            int[] rows =
            [
                .. randperm(data.Count, ScalarType.Int64, device: CPU, generator: random)
                    .data<long>()
                    .ToArray()
                    .Take(Rows)
                    .Select(r => (int)r),
            ];
            var images = DataRows.OnDevice(data, rows, CPU);
            var mirrored = rand([rows.Length, 1, 1, 1], generator: random) < 0.5;
            images = where(mirrored, images.flip(3), images) + 0.05 * randn(images.shape, generator: random);
            var logits = Likeness(images, DataRows.OnDevice(texts, rows, CPU)) / Temperature;
            var own = arange(rows.Length, ScalarType.Int64);
            var loss = nn.functional.cross_entropy(logits, own) + nn.functional.cross_entropy(logits.t(), own);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }

    /// <summary>The share of images whose own caption is the likest of so many (R-precision, Xu et al. 2018).</summary>
    /// <param name="images">Images [rows, ...shape] in [-1, 1].</param>
    /// <param name="texts">The vectors of their captions [rows, text].</param>
    /// <param name="among">How many captions are compared, the own one among them.</param>
    /// <param name="random">Draws the others.</param>
    public double Precision(Tensor images, Tensor texts, int among, Generator random)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var mode = new EvaluationMode(_images);
        var likeness = Likeness(images, texts);
        var (rows, right) = (likeness.shape[0], 0);
        for (var row = 0; row < rows; row++)
        {
            var others = randperm(rows - 1, ScalarType.Int64, device: CPU, generator: random).narrow(0, 0, among - 1);
            // Numbers from its own on move up by one, so that it is not among the others.
            others += others.ge(row).to(ScalarType.Int64);
            var own = likeness[row, row].item<float>();
            right += likeness[row].index_select(0, others).max().item<float>() < own ? 1 : 0;
        }

        return (double)right / rows;
    }

    public void Dispose()
    {
        _images.Dispose();
        _texts.Dispose();
    }

    private Tensor Likeness(Tensor images, Tensor texts) =>
        nn.functional.normalize(_images.call(images)).mm(nn.functional.normalize(_texts.call(texts)).t());
}
