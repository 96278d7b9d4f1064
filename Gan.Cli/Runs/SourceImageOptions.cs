using System.CommandLine;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Cli.Runs;

/// <summary>The options that name the images that a translator takes; <c>--data</c> names what it is to make of them.</summary>
internal sealed class SourceImageOptions
{
    private readonly Option<string?> _source = new("--source")
    {
        Description =
            "For translators: the folder of the pictures to translate. Those of --data are what they are to become: of the same "
            + "names for recipes that learn from pairs (pix2pix, segmentation), any others for cyclegan, cut and simgan.",
    };

    private readonly Option<string?> _sideBySide = new("--side-by-side")
    {
        Description =
            "For translators: each picture of --data holds a pair side by side, and this half, left or right, is the one to "
            + "translate.",
    };

    private readonly Option<string> _sourceColumn = new("--source-column")
    {
        Description =
            "For translators: where --data is a table of pairs, the column with the paths of the pictures to translate.",
        DefaultValueFactory = _ => "source",
    };

    private readonly Option<string> _targetColumn = new("--target-column")
    {
        Description = "For translators: the column with the paths of what they are to become.",
        DefaultValueFactory = _ => "target",
    };

    private readonly Option<int> _sourceChannels = new("--source-channels")
    {
        Description = "For translators: channels of the pictures to translate: 1, 3 or 4; 0 for those of --channels.",
        DefaultValueFactory = _ => 0,
    };

    public SourceImageOptions()
    {
        _sideBySide.CompletionSources.Add("left", "right");
        All = [_source, _sideBySide, _sourceColumn, _targetColumn, _sourceChannels];
    }

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All { get; }

    /// <summary>Refuses options that the recipe has no use for, and lack of those it needs.</summary>
    /// <exception cref="GanException">They do not fit the recipe.</exception>
    public void Check(ParseResult result, Recipe recipe)
    {
        var (source, half) = (result.GetValue(_source), result.GetValue(_sideBySide));
        if (recipe.NeedsSourceImages is SourceImagesNeed.None)
        {
            if (
                (
                    source is null
                        ? half is null
                            ? null
                            : _sideBySide
                        : (Option)_source
                ) is
                { } option
            )
                throw new GanException(
                    $"The recipe '{recipe.Name}' translates no pictures, and {option.Name} names some to translate. Leave "
                        + $"{option.Name} out, or choose a translator: pix2pix, segmentation, cyclegan, cut, simgan."
                );
            return;
        }

        if (source is not null && half is not null)
            throw new GanException(
                "--source and --side-by-side both say where the pictures to translate are. Give --source where they are in a "
                    + "folder of their own, --side-by-side where each picture of --data holds both."
            );
        if (half is not (null or "left" or "right"))
            throw new GanException($"The option --side-by-side is '{half}'; it must be left or right.");
        if (result.GetRequiredValue(_sourceChannels) is var channels && channels is not (0 or 1 or 3 or 4))
            throw new GanException($"The option --source-channels is {channels}; it must be 0, 1, 3 or 4.");
        if (recipe.NeedsSourceImages is SourceImagesNeed.Unpaired && source is null)
            throw new GanException(
                $"The recipe '{recipe.Name}' translates pictures of one kind into another. Name the folder of the pictures to "
                    + "translate with --source; --data names those they are to be like."
            );
    }

    /// <summary>Reads the pictures to translate with what they are to become.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="recipe">The recipe, which needs source images.</param>
    /// <param name="data">What <c>--data</c> names.</param>
    /// <param name="targets">How its pictures are read.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <exception cref="GanException">They are not there, or no pairs where the recipe needs pairs.</exception>
    public ImageFolder Read(
        ParseResult result,
        Recipe recipe,
        string data,
        ImageFolderOptions targets,
        CancellationToken cancellation
    )
    {
        var channels = result.GetRequiredValue(_sourceChannels);
        var options = new ImagePairOptions
        {
            Targets = targets,
            Sources = channels == 0 ? null : targets with { Channels = channels, IsLabelMap = false },
        };
        if (result.GetValue(_source) is { } source)
            return recipe.NeedsSourceImages is SourceImagesNeed.Unpaired
                ? ImageFolder.ReadUnpaired(source, data, options, cancellation)
                : ImageFolder.ReadPairs(source, data, options, cancellation);
        if (result.GetValue(_sideBySide) is { } half)
            return ImageFolder.ReadSideBySide(data, half == "right", options, cancellation);
        if (File.Exists(data))
            return ImageFolder.ReadPairTable(
                data,
                result.GetRequiredValue(_sourceColumn),
                result.GetRequiredValue(_targetColumn),
                options,
                cancellation
            );
        throw new GanException(
            $"The recipe '{recipe.Name}' learns from pairs of pictures. Name the folder of the pictures to translate with "
                + "--source, where --data names the folder of what they are to become, with the same names; or say with "
                + "--side-by-side left that each picture of --data holds both; or let --data be a table of paths with the "
                + "columns "
                + "'source' and 'target'."
        );
    }
}
