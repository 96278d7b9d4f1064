using System.CommandLine;
using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Cli.Commands;

/// <summary>The options that say how the pictures of a folder become samples.</summary>
internal sealed class ImageFolderOptionSet
{
    private readonly Option<int> _size = new("--size")
    {
        Description = "Height and width that a folder's pictures are brought to.",
        DefaultValueFactory = _ => 32,
    };

    private readonly Option<int> _patch = new("--patch")
    {
        Description =
            "Height and width of the squares that a folder's pictures are cut into, in their own size, instead of being "
            + "resized: for super-resolution. 0 for none. Example: 64",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<int> _channels = new("--channels")
    {
        Description = "Channels of a folder's pictures: 1 grey, 3 RGB, 4 RGBA.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<string> _resize = new("--resize")
    {
        Description =
            "What becomes of a folder's pictures of other proportions: crop (the middle), fit (all, with black beside it) "
            + "or stretch.",
        DefaultValueFactory = _ => "crop",
    };

    private readonly Option<string> _background = new("--background")
    {
        Description =
            "What transparent pixels of a folder's pictures lie on where there are 1 or 3 channels: white, black or #rrggbb.",
        DefaultValueFactory = _ => "white",
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Refuse a folder with a picture that cannot be read, instead of skipping it.",
    };

    public ImageFolderOptionSet()
    {
        _resize.CompletionSources.Add("crop", "fit", "stretch");
        _background.CompletionSources.Add("white", "black");
    }

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_size, _patch, _channels, _resize, _background, _strict];

    /// <summary>Reads a folder, in whole pictures or in patches.</summary>
    /// <exception cref="GanException">A value is out of its range, or the folder cannot be read.</exception>
    public ImageFolder Read(ParseResult result, string folder, BundleData? expected, CancellationToken cancellation)
    {
        if (result.GetRequiredValue(_patch) is var side and not 0)
            return ReadPatches(result, folder, side, cancellation);
        // A bundle's pictures are all of one shape, and pictures that it is to judge must be too.
        var options = Options(result);
        if (expected?.Shape is [var channels, var height, var width])
            options = options with { Channels = channels, Height = height, Width = width, Range = expected.ValueRange };
        return ImageFolder.Read(folder, options, cancellation);
    }

    /// <summary>How pictures are read that are never cut into patches: those of pairs, of two kinds, and with captions.</summary>
    /// <exception cref="GanException">A value is out of its range, or patches are asked for.</exception>
    public ImageFolderOptions WholeOptions(ParseResult result) =>
        result.GetRequiredValue(_patch) == 0
            ? Options(result)
            : throw new GanException(
                "--patch cuts pictures that stand alone, and these belong to others or to captions, so that they are read whole. "
                    + "Leave it out; --size says how large they become, and --set crop=N trains a translator on squares of them."
            );

    /// <summary>How a folder's pictures are read.</summary>
    /// <exception cref="GanException">A value is out of its range.</exception>
    public ImageFolderOptions Options(ParseResult result)
    {
        var size = result.GetRequiredValue(_size);
        if (size < 1)
            throw new GanException($"The option --size is {size}; it must be at least 1.");
        var policy = result.GetRequiredValue(_resize);
        if (!Enum.TryParse<ImageFitting>(policy, ignoreCase: true, out var fitting) || !Enum.IsDefined(fitting))
            throw new GanException($"The option --resize is '{policy}'; it must be crop, fit or stretch.");
        var background = result.GetRequiredValue(_background);
        if (!ImageColor.TryParse(background, out _))
            throw new GanException($"The option --background is '{background}'; it must be {ImageColor.Spellings}.");
        return new ImageFolderOptions
        {
            Channels = result.GetRequiredValue(_channels),
            Height = size,
            Width = size,
            Fitting = fitting,
            Background = background,
            Strict = result.GetValue(_strict),
        };
    }

    private ImageFolder ReadPatches(ParseResult result, string folder, int side, CancellationToken cancellation)
    {
        if (side < 1)
            throw new GanException($"The option --patch is {side}; it must be 0 or more.");
        if (result.GetResult(_size) is { Implicit: false } || result.GetResult(_resize) is { Implicit: false })
            throw new GanException("--patch takes pictures in their own size: leave --size and --resize out.");
        return ImageFolder.ReadPatches(
            folder,
            new ImagePatchOptions
            {
                Size = side,
                Channels = result.GetRequiredValue(_channels),
                Background = result.GetRequiredValue(_background),
                Strict = result.GetValue(_strict),
            },
            cancellation
        );
    }
}
