using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.MLNet;

/// <summary>Adds the loading of picture files to <c>mlContext.Transforms</c>.</summary>
public static class ImageLoaderCatalogExtensions
{
    /// <summary>Adds an image column of picture files as training and the command line read them; see
    /// <see cref="ImageLoaderTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The added column with the images.</param>
    /// <param name="imageFolder">The folder that the paths start in; empty or null where they are whole.</param>
    /// <param name="inputColumnName">The text column with the paths. Null (the default): as
    /// <paramref name="outputColumnName"/>.</param>
    public static ImageLoaderEstimator LoadGanImages(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? imageFolder,
        string? inputColumnName = null
    ) =>
        LoadGanImages(
            catalog,
            new ImageLoaderOptions
            {
                OutputColumnName = outputColumnName,
                ImageFolder = imageFolder,
                InputColumnName = inputColumnName,
            }
        );

    /// <summary>As the other overload, with all that can be said.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The columns, the folder and the background.</param>
    /// <exception cref="ArgumentException">The background is no colour.</exception>
    public static ImageLoaderEstimator LoadGanImages(this TransformsCatalog catalog, ImageLoaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ImageLoaderEstimator(new ImageLoaderTransformer(options));
    }
}

/// <summary>All that can be said to <c>mlContext.Transforms.LoadGanImages</c>.</summary>
public sealed record ImageLoaderOptions
{
    /// <summary>The added column with the images. Default <c>Image</c>.</summary>
    public string OutputColumnName { get; init; } = "Image";

    /// <summary>The text column with the paths. Null, the default: as <see cref="OutputColumnName"/>.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>The folder that the paths start in; null, the default, or empty where they are whole.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>What transparent pixels lie on: <c>white</c>, <c>black</c> or <c>#rrggbb</c>. Null, the default, keeps them
    /// transparent: a bundle of RGBA pictures sees that, any other sees them on white.</summary>
    public string? Background { get; init; }
}

/// <summary>Adds an image column of picture files; see <see cref="ImageLoaderTransformer"/>. There is nothing to fit.</summary>
public sealed class ImageLoaderEstimator : IEstimator<ImageLoaderTransformer>
{
    private readonly ImageLoaderTransformer _transformer;

    internal ImageLoaderEstimator(ImageLoaderTransformer transformer) => _transformer = transformer;

    /// <summary>Checks the input's schema; no row is read.</summary>
    /// <param name="input">The rows that will be transformed, or others of the same schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column of paths is missing, or no text.</exception>
    public ImageLoaderTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column of paths is missing, or no text.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckScalar(inputSchema, _transformer.InputColumnName, [TextDataViewType.Instance]);
        return InputColumns.Add(
            inputSchema,
            MLNetInternals.ShapeColumn(
                _transformer.OutputColumnName,
                SchemaShape.Column.VectorKind.Scalar,
                new ImageDataViewType()
            )
        );
    }
}
