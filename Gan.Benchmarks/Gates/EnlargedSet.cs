using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;
using Gan.Training.Evaluation.Images;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>A test set of super-resolution, measured as its literature does: pictures cut to multiples of the scale, shrunk by
/// bicubic resizing, rounded to bytes, enlarged, rounded again; luma, as many pixels as the scale left out at borders.</summary>
internal sealed class EnlargedSet
{
    private const int Tile = 224;
    private static readonly ValueRange Bytes = new() { Minimum = 0, Maximum = 255 };
    private readonly string[] _files;
    private readonly int _scale;

    public EnlargedSet(string folder, int scale)
    {
        if (!Directory.Exists(folder))
            throw new GanException($"There is no folder '{folder}'. Give --data a folder with set5, set14 and yang91.");
        (_files, _scale) = ([.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)], scale);
    }

    /// <summary>Mean PSNR and SSIM and, with a network, the mean feature distance of tiles of 224 x 224 pixels.</summary>
    /// <param name="enlarge">From small images to large ones, both [1, 3, height, width] in [-1, 1].</param>
    /// <param name="features">The network; null for none.</param>
    public (double Psnr, double Ssim, double Features) Measure(Func<Tensor, Tensor> enlarge, IFeatureNetwork? features)
    {
        var options = new ImageComparisonOptions { Values = ComparedValues.Luma, Border = _scale };
        var (psnr, ssim, distances) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var file in _files)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var truth = Read(file);
            var enlarged = (BicubicResizing.RoundToBytes(enlarge(BicubicResizing.Shrink(truth, _scale))) + 1) * 127.5;
            truth = (truth + 1) * 127.5;
            psnr.AddRange(ImageComparison.Psnr(enlarged, truth, options));
            ssim.AddRange(ImageComparison.Ssim(enlarged, truth, options));
            if (features is not null)
                distances.AddRange(FeatureDistance.OfPairs(Features(enlarged, features), Features(truth, features)));
        }

        return (psnr.Average(), ssim.Average(), distances.DefaultIfEmpty(double.NaN).Average());
    }

    /// <summary>The bicubic enlargement, which others are to beat.</summary>
    public Tensor Bicubic(Tensor images) => BicubicResizing.Resize(images, images.shape[2] * _scale, images.shape[3] * _scale);

    private static FeatureMatrix Features(Tensor image, IFeatureNetwork network)
    {
        var tiles = new List<Tensor>();
        for (var y = 0L; y + Tile <= image.shape[2]; y += Tile)
        {
            for (var x = 0L; x + Tile <= image.shape[3]; x += Tile)
                tiles.Add(image.narrow(2, y, Tile).narrow(3, x, Tile));
        }

        var values = cat([.. tiles], 0).contiguous().data<float>().ToArray();
        return network.Run(values, [3, Tile, Tile], Bytes).Features;
    }

    private Tensor Read(string file)
    {
        var image = WholeImage.OnWhite(file, 3);
        var values = tensor(image.Values, [1, 3, image.Height, image.Width]).to(ScalarType.Float32) / 127.5 - 1;
        return values.narrow(2, 0, image.Height / _scale * _scale).narrow(3, 0, image.Width / _scale * _scale);
    }
}
