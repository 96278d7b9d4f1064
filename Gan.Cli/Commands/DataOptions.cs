using System.CommandLine;
using Gan.Cli.Tables;
using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Tables;

namespace Gan.Cli.Commands;

/// <summary>The options that name a data set, the same in every command.</summary>
internal sealed class DataOptions
{
    private const int MaximumNamed = 10;

    private readonly Option<string> _data = new("--data")
    {
        Description =
            "'digits' for the built-in 8x8 digits; a file with a row a sample: CSV (plain or gzip), ARFF or Parquet; an IDX "
            + "file of "
            + "pictures, or a folder with MNIST's files; a folder with CIFAR-10's or SVHN's; a folder of pictures, with or "
            + "without a folder for each class; or mnist, fashion-mnist, cifar10, svhn after 'gan data get'.",
        DefaultValueFactory = _ => "digits",
    };

    private readonly SampleOptions _sample = new();

    private readonly Option<bool> _labels = new("--labels") { Description = "The last column of the file is a label." };

    private readonly Option<string?> _labelFile = new("--data-labels")
    {
        Description = "The IDX file with the labels of an IDX file of pictures.",
    };

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

    private readonly TableOptionSet _table = new();

    public DataOptions()
    {
        _resize.CompletionSources.Add("crop", "fit", "stretch");
        _background.CompletionSources.Add("white", "black");
        All =
        [
            _data,
            _labelFile,
            _size,
            _patch,
            _channels,
            _resize,
            _background,
            _strict,
            .. _sample.All,
            _labels,
            .. _table.All,
        ];
    }

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All { get; }

    /// <summary>Whether the last column of a CSV file is a label.</summary>
    public bool HasLabels(ParseResult result) => result.GetValue(_labels);

    /// <summary>What was given as the data.</summary>
    public string Name(ParseResult result) => result.GetRequiredValue(_data);

    /// <summary>The files that the options name, each with its option.</summary>
    public IEnumerable<(string Option, string? Path)> Files(ParseResult result) =>
        [(_data.Name, Name(result)), (_labelFile.Name, result.GetValue(_labelFile))];

    /// <summary>How a file of rows is read.</summary>
    public TableOptions TableOptions(ParseResult result) => _table.Read(result);

    /// <summary>What is in a file of rows of which not all are numbers; null for other data.</summary>
    public TableDescription? Describe(ParseResult result)
    {
        var data = Name(result);
        if (data == "digits" || !File.Exists(data) || result.GetValue(_labels) || IsImages(data))
            return null;
        var description = Table.FromFile(data, _table.Read(result)).Description!;
        var isTable = description.LeftOut.Count > 0 || description.Columns.Any(c => c.Minimum is null || c.Missing > 0);
        return isTable ? description : null;
    }

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    /// <summary>Reads what the options name. The shape and range of a bundle serve where none are given, and a CSV file's own
    /// where there is no bundle.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="output">Where words on what was read go.</param>
    /// <param name="expected">What a bundle's samples are; null for none.</param>
    /// <param name="asTable">Whether a file is a table with text, categories and missing values.</param>
    /// <param name="encoding">How such a table is encoded; null for the defaults.</param>
    /// <param name="takesMissing">Whether values of vectors may be missing.</param>
    /// <param name="path">Other data in the same form as those that the options name; null for these.</param>
    /// <param name="cancellation">Stops the reading of a folder of pictures.</param>
    public Dataset Read(
        ParseResult result,
        CommandOutput output,
        BundleData? expected = null,
        bool asTable = false,
        EncodingOptions? encoding = null,
        bool takesMissing = false,
        string? path = null,
        CancellationToken cancellation = default
    )
    {
        var data = path ?? result.GetRequiredValue(_data);
        if (asTable && data != "digits")
        {
            var table = _table.Encode(result, data, encoding);
            CommandOutput.Write(output.Words, table.Table!.Table.Description!);
            return table;
        }

        if (encoding is { Constraints.Count: > 0 })
            throw new GanException($"--constraints is about columns of a table, and '{data}' is none. Leave it out.");
        if (ReadOther(result, data, output, expected, cancellation) is { } other)
            return other;
        var options = RowOptions(result, expected, takesMissing);
        RequireSize(options.Shape, data, expected);
        var rows = Dataset.FromCsv(data, options);
        Describe(rows.Description!, options, rows.Shape, output);
        return rows;
    }

    /// <summary>As <see cref="Read"/>, with the rows as they stand in their file; null for data that are no file of
    /// rows.</summary>
    public (Dataset Data, CsvText? Text) ReadText(
        ParseResult result,
        CommandOutput output,
        BundleData expected,
        CancellationToken cancellation
    )
    {
        if (ReadOther(result, Name(result), output, expected, cancellation) is { } other)
            return (other, null);
        var options = RowOptions(result, expected, takesMissing: false);
        RequireSize(options.Shape, Name(result), expected);
        var (rows, text) = CommandRunner.Await(() => CsvDataset.ReadText(Name(result), options), cancellation);
        Describe(rows.Description!, options, rows.Shape, output);
        return (rows, text);
    }

    /// <summary>As <see cref="Read"/>, for what looks at every sample once: rows of a file are read some at a time, unless they
    /// have labels, whose numbers depend on all of them. Other data are one block.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="output">Where words on what was read go.</param>
    /// <param name="expected">What a bundle's samples are; null for none.</param>
    /// <param name="read">Given the name of the column that tells rows apart, or null, and what reads the blocks. It is called
    /// again from the first block on where the file's encoding shows late.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public void ReadBlocks(
        ParseResult result,
        CommandOutput output,
        BundleData? expected,
        Action<string?, Action<Action<Dataset>>> read,
        CancellationToken cancellation
    )
    {
        var data = Name(result);
        var whole = HasLabels(result)
            ? Read(result, output, expected, cancellation: cancellation)
            : ReadOther(result, data, output, expected, cancellation);
        if (whole is not null)
        {
            read(whole.RowNames?.Column, take => take(whole));
            return;
        }

        var options = RowOptions(result, expected, takesMissing: false);
        RequireSize(options.Shape, data, expected);
        CsvBlocks.Open(
            data,
            options,
            blocks =>
                read(
                    blocks.NameColumn,
                    take =>
                    {
                        var description = blocks.Read(block =>
                        {
                            cancellation.ThrowIfCancellationRequested();
                            take(block);
                        });
                        Describe(description, options, blocks.Shape, output);
                    }
                )
        );
    }

    /// <summary>What is said where ML.NET finds that data and model do not go together.</summary>
    public static GanException Unsuited(ArgumentOutOfRangeException e) =>
        // .NET puts the name of a parameter behind, which is of no use on a command line.
        new($"The data do not suit the model. {e.Message.Split(" (Parameter '")[0]}", e);

    /// <summary>Refuses samples that are not as large as a bundle's. Rows of a file are read in its shape, unless another was
    /// said.</summary>
    private static void RequireSize(IReadOnlyList<int>? shape, string data, BundleData? expected)
    {
        if (shape is null || expected is null || Size(shape) == Size(expected.Shape))
            return;
        throw new GanException(
            $"The samples of '{data}' have {Size(shape)} values each (shape {string.Join(',', shape)}), and those of the bundle "
                + $"{Size(expected.Shape)} (shape {string.Join(',', expected.Shape)}). Give the data it was trained on, or "
                + "others of their form (--data)."
        );

        static long Size(IReadOnlyList<int> sides) => sides.Aggregate(1L, (product, side) => product * side);
    }

    private Dataset? ReadOther(
        ParseResult result,
        string data,
        CommandOutput output,
        BundleData? expected,
        CancellationToken cancellation
    )
    {
        var other = FindOther(result, data, output, expected, cancellation);
        RequireSize(other?.Shape, data, expected);
        return other;
    }

    private Dataset? FindOther(
        ParseResult result,
        string data,
        CommandOutput output,
        BundleData? expected,
        CancellationToken cancellation
    )
    {
        if (data == "digits")
            return Dataset.Digits();
        if (!Path.Exists(data) && DataDownload.Names.Contains(data, StringComparer.OrdinalIgnoreCase))
            return ReadDownloaded(data);
        if (Directory.Exists(data))
            return ReadFolder(result, data, output, expected, cancellation);
        if (File.Exists(data) && IdxDataset.IsIdx(data))
            return Dataset.FromIdx(data, result.GetValue(_labelFile));
        if (File.Exists(data) && SvhnDataset.IsMat(data))
            return Dataset.FromSvhn(data);
        if (File.Exists(data) && FileSignature.ReadFormat(ImageDecoder.Start(data)) is { } format)
            throw new GanException($"--data {data} is one picture ({format}); give the folder that it lies in.");
        return null;
    }

    private CsvDatasetOptions RowOptions(ParseResult result, BundleData? expected, bool takesMissing) =>
        new()
        {
            Shape = _sample.Shape(result) ?? expected?.Shape,
            Range = _sample.Range(result) ?? expected?.ValueRange,
            Columns = expected?.Columns,
            // What is scored may lie anywhere: there the range is but a scale.
            AllowsOutside = expected is not null,
            AllowsMissing = expected?.AcceptsMissing ?? takesMissing,
            HasLabel = result.GetValue(_labels),
            Table = _table.Read(result),
        };

    private static void Describe(
        TableDescription description,
        CsvDatasetOptions options,
        IReadOnlyList<int> shape,
        CommandOutput output
    )
    {
        CommandOutput.Write(output.Words, description);
        if (options.Shape is not null && options.Range is not null)
            return;
        var range =
            options.Range
            ?? ValueScaling.RangeOf([
                .. description.Columns.SelectMany(c => new[] { c.Minimum, c.Maximum }).OfType<double>().Select(v => (float)v),
            ]);
        output.Words.WriteLine(
            $"  shape {string.Join(',', shape)}, values {(float)range.Minimum:R} to {(float)range.Maximum:R}; --shape and "
                + $"--range "
                + "say otherwise"
        );
    }

    private static bool IsImages(string file) =>
        IdxDataset.IsIdx(file) || SvhnDataset.IsMat(file) || FileSignature.ReadFormat(ImageDecoder.Start(file)) is not null;

    private Dataset ReadFolder(
        ParseResult result,
        string folder,
        CommandOutput output,
        BundleData? expected,
        CancellationToken cancellation
    )
    {
        if (IdxDataset.IsIdxFolder(folder))
            return Dataset.FromIdxFolder(folder);
        if (Cifar10Dataset.IsCifar10Folder(folder))
            return Dataset.FromCifar10Folder(folder);
        if (SvhnDataset.IsSvhnFolder(folder))
            return Dataset.FromSvhnFolder(folder);
        if (result.GetRequiredValue(_patch) is var side and not 0)
            return ReadPatches(result, folder, side, output, cancellation);
        // A bundle's pictures are all of one shape, and pictures that it is to judge must be too.
        var options = FolderOptions(result);
        if (expected?.Shape is [var channels, var height, var width])
            options = options with { Channels = channels, Height = height, Width = width, Range = expected.ValueRange };
        var pictures = ImageFolder.Read(folder, options, cancellation);
        Describe(pictures, output);
        return pictures.Data;
    }

    /// <summary>How a folder's pictures are read.</summary>
    /// <exception cref="GanException">A value is out of its range.</exception>
    public ImageFolderOptions FolderOptions(ParseResult result)
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

    private Dataset ReadPatches(ParseResult result, string folder, int side, CommandOutput output, CancellationToken cancellation)
    {
        if (side < 1)
            throw new GanException($"The option --patch is {side}; it must be 0 or more.");
        if (result.GetResult(_size) is { Implicit: false } || result.GetResult(_resize) is { Implicit: false })
            throw new GanException("--patch takes pictures in their own size: leave --size and --resize out.");
        var pictures = ImageFolder.ReadPatches(
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
        Describe(pictures, output);
        return pictures.Data;
    }

    /// <summary>Says what was read of a folder and what was not.</summary>
    public static void Describe(ImageFolder pictures, CommandOutput output)
    {
        var what = pictures.Data.SourceImages switch
        {
            null => $"{pictures.Data.Count} pictures",
            { ArePaired: true } => $"{pictures.Data.Count} pairs of pictures",
            { Images: var sources } => $"{sources.Count} pictures to translate and {pictures.Data.Count} of the other kind",
        };
        output.Words.WriteLine($"{what} read, {pictures.Skipped.Count} skipped");
        foreach (var note in pictures.Notes)
            output.Words.WriteLine(note);
        foreach (var skipped in pictures.Skipped.Take(MaximumNamed))
            Console.Error.WriteLine($"skipped {skipped}");
        if (pictures.Skipped.Count > MaximumNamed)
            Console.Error.WriteLine($"skipped {pictures.Skipped.Count - MaximumNamed} more");
    }

    private static Dataset ReadDownloaded(string name)
    {
        var folder = Path.Combine(DataDownload.DefaultFolder, name.ToLowerInvariant());
        if (!Directory.Exists(folder))
            throw new GanException($"The data set '{name}' is not here yet. Get it with: gan data get {name}");
        if (IdxDataset.IsIdxFolder(folder))
            return Dataset.FromIdxFolder(folder);
        if (Cifar10Dataset.IsCifar10Folder(folder))
            return Dataset.FromCifar10Folder(folder);
        if (SvhnDataset.IsSvhnFolder(folder))
            return Dataset.FromSvhnFolder(folder);
        throw new GanException(
            $"The data set '{name}' in '{folder}' is not of a form that can be trained on; IDX, CIFAR-10 and SVHN are."
        );
    }
}
