using System.CommandLine;
using Gan.Cli.Tables;
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

    private readonly ImageFolderOptionSet _pictures = new();

    private readonly TableOptionSet _table = new();

    public DataOptions()
    {
        All = [_data, _labelFile, .. _pictures.All, .. _sample.All, _labels, .. _table.All];
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
        var pictures = _pictures.Read(result, folder, expected, cancellation);
        Describe(pictures, output);
        return pictures.Data;
    }

    /// <summary>How pictures are read that belong to others or to captions.</summary>
    /// <exception cref="GanException">A value is out of its range, or patches are asked for.</exception>
    public ImageFolderOptions FolderOptions(ParseResult result) => _pictures.WholeOptions(result);

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
