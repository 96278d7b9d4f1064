using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML;

public static class ImageEstimatorsCatalog
{
    public static ImageLoadingEstimator LoadImages(this TransformsCatalog catalog, string outputColumnName, string? imageFolder,
        string? inputColumnName = null) =>
        new(catalog.GetEnvironment(), imageFolder, ImageColumns.Pair(outputColumnName, inputColumnName));

    public static ImageResizingEstimator ResizeImages(this TransformsCatalog catalog, string outputColumnName, int imageWidth, int imageHeight,
        string? inputColumnName = null, ImageResizingEstimator.ResizingKind resizing = ImageResizingEstimator.ResizingKind.IsoCrop,
        ImageResizingEstimator.Anchor cropAnchor = ImageResizingEstimator.Anchor.Center) =>
        new(catalog.GetEnvironment(), ImageColumns.Pair(outputColumnName, inputColumnName), imageWidth, imageHeight, resizing, cropAnchor);

    public static ImagePixelExtractingEstimator ExtractPixels(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null,
        ImagePixelExtractingEstimator.ColorBits colorsToExtract = ImagePixelExtractingEstimator.ColorBits.Rgb,
        ImagePixelExtractingEstimator.ColorsOrder orderOfExtraction = ImagePixelExtractingEstimator.ColorsOrder.ARGB,
        bool interleavePixelColors = false, float offsetImage = 0, float scaleImage = 1, bool outputAsFloatArray = true) =>
        new(catalog.GetEnvironment(), ImageColumns.Pair(outputColumnName, inputColumnName),
            new PixelOptions(colorsToExtract, orderOfExtraction, interleavePixelColors, offsetImage, scaleImage), outputAsFloatArray);

    public static VectorToImageConvertingEstimator ConvertToImage(this TransformsCatalog catalog, int imageHeight, int imageWidth,
        string outputColumnName, string? inputColumnName = null,
        ImagePixelExtractingEstimator.ColorBits colorsPresent = ImagePixelExtractingEstimator.ColorBits.Rgb,
        ImagePixelExtractingEstimator.ColorsOrder orderOfColors = ImagePixelExtractingEstimator.ColorsOrder.ARGB,
        bool interleavedColors = false, float scaleImage = 1, float offsetImage = 0, int defaultAlpha = 255, int defaultRed = 0,
        int defaultGreen = 0, int defaultBlue = 0) =>
        new(catalog.GetEnvironment(), ImageColumns.Pair(outputColumnName, inputColumnName), imageHeight, imageWidth,
            new PixelOptions(colorsPresent, orderOfColors, interleavedColors, offsetImage, scaleImage),
            [(byte)defaultBlue, (byte)defaultGreen, (byte)defaultRed, (byte)defaultAlpha]);
}
