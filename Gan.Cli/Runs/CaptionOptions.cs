using System.CommandLine;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Cli.Runs;

/// <summary>The options that name the captions of pictures, which recipes that make pictures of words learn from.</summary>
internal sealed class CaptionOptions
{
    private const string DefaultImages = "image",
        DefaultCaptions = "caption";

    private readonly Option<string> _imageColumn = new("--image-column")
    {
        Description =
            "For pictures with captions, where --data is a table: the column with the paths of the pictures, from the table's "
            + "folder.",
        DefaultValueFactory = _ => DefaultImages,
    };

    private readonly Option<string> _captionColumn = new("--caption-column")
    {
        Description = "For pictures with captions, where --data is a table: the column with what each picture shows.",
        DefaultValueFactory = _ => DefaultCaptions,
    };

    public CaptionOptions() => All = [_imageColumn, _captionColumn];

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All { get; }

    /// <summary>Refuses options other than their defaults that the recipe does not heed.</summary>
    /// <exception cref="GanException">One is given.</exception>
    public void Check(ParseResult result, Recipe recipe)
    {
        if (recipe.NeedsCaptions)
            return;
        // A run's configuration holds the defaults too.
        var given =
            result.GetValue(_imageColumn) != DefaultImages ? _imageColumn
            : result.GetValue(_captionColumn) != DefaultCaptions ? _captionColumn
            : null;
        if (given is not null)
            throw new GanException(
                $"The option {given.Name} is for recipes that make pictures of words, such as stackgan; '{recipe.Name}' makes "
                    + "none."
            );
    }

    /// <summary>Reads pictures with captions.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="data">What <c>--data</c> names: a table, or a folder with a text file beside each picture.</param>
    /// <param name="options">How pictures are read.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <exception cref="GanException">They are not there, or have no captions.</exception>
    public ImageFolder Read(ParseResult result, string data, ImageFolderOptions options, CancellationToken cancellation)
    {
        if (Directory.Exists(data))
            return ImageFolder.ReadCaptioned(data, options, cancellation);
        if (File.Exists(data))
            return ImageFolder.ReadCaptionTable(
                data,
                result.GetRequiredValue(_imageColumn),
                result.GetRequiredValue(_captionColumn),
                options,
                cancellation
            );
        throw new GanException(
            $"--data {data}: pictures with captions are a folder with a text file beside each picture (7.txt beside 7.png, a "
                + "caption in each line), or a table with the columns 'image' and 'caption'."
        );
    }
}
