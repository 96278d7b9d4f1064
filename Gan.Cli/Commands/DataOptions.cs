using System.CommandLine;
using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Cli.Commands;

/// <summary>The options that name a data set, the same in every command.</summary>
internal sealed class DataOptions
{
    private const int MaximumSize = 1 << 24;
    private const int MaximumNamed = 10;

    private readonly Option<string> _data = new("--data")
    {
        Description = "'digits' for the built-in 8x8 digits; a CSV file (plain or gzip) with one sample a line and no header; an IDX file of pictures, or " +
            "a folder with MNIST's files; a folder with CIFAR-10's; a folder of pictures, with or without a folder for each class; or mnist, " +
            "fashion-mnist, cifar10 after 'gan data get'.",
        DefaultValueFactory = _ => "digits",
    };

    private readonly Option<string> _shape = new("--shape")
    {
        Description = "Shape of one sample of a CSV file: CHANNELS,HEIGHT,WIDTH for pictures, LENGTH for vectors. Example: 1,8,8",
    };

    private readonly Option<string> _range = new("--range")
    {
        Description = "The values a CSV file's samples may take: MINIMUM,MAXIMUM. Example: 0,255",
    };

    private readonly Option<bool> _labels = new("--labels") { Description = "The last column of the CSV file is an integer label." };

    private readonly Option<string?> _labelFile = new("--data-labels") { Description = "The IDX file with the labels of an IDX file of pictures." };

    private readonly Option<int> _size = new("--size")
    {
        Description = "Height and width that a folder's pictures are brought to.", DefaultValueFactory = _ => 32,
    };

    private readonly Option<int> _channels = new("--channels")
    {
        Description = "Channels of a folder's pictures: 1 grey, 3 RGB, 4 RGBA.", DefaultValueFactory = _ => 3,
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse a folder with a picture that cannot be read, instead of skipping it." };

    public void AddTo(Command command)
    {
        command.Options.Add(_labelFile);
        command.Options.Add(_size);
        command.Options.Add(_channels);
        command.Options.Add(_strict);
        command.Options.Add(_data);
        command.Options.Add(_shape);
        command.Options.Add(_range);
        command.Options.Add(_labels);
    }

    /// <summary>Reads what the options name. The shape and range of a bundle serve where none are given.</summary>
    public Dataset Read(ParseResult result, BundleData? expected = null, string? path = null)
    {
        var data = path ?? result.GetRequiredValue(_data);
        if (data == "digits") return DigitsDataset.Load();
        if (!Path.Exists(data) && DataDownload.Names.Contains(data, StringComparer.OrdinalIgnoreCase)) return ReadDownloaded(data);
        if (Directory.Exists(data)) return ReadFolder(result, data);
        if (File.Exists(data) && IdxDataset.IsIdx(data)) return IdxDataset.Read(data, result.GetValue(_labelFile));
        var shape = result.GetValue(_shape) is { } text ? ParseShape(text) : expected?.Shape
            ?? throw new GanException("The shape of the samples is not known. Give --shape, for example --shape 1,8,8.");
        var range = result.GetValue(_range) is { } limits ? ParseRange(limits) : expected?.ValueRange
            ?? throw new GanException("The range of the values is not known. Give --range, for example --range 0,255.");
        return CsvDataset.Read(data, shape, range, result.GetValue(_labels));
    }

    private Dataset ReadFolder(ParseResult result, string folder)
    {
        if (IdxDataset.IsIdxFolder(folder)) return IdxDataset.ReadFolder(folder);
        if (Cifar10Dataset.IsCifar10Folder(folder)) return Cifar10Dataset.ReadFolder(folder);
        var size = result.GetRequiredValue(_size);
        if (size < 1) throw new GanException($"The option --size is {size}; it must be at least 1.");
        var pictures = ImageFolderDataset.Read(
            folder, new ImageFolderOptions { Height = size, Width = size, Channels = result.GetRequiredValue(_channels), Strict = result.GetValue(_strict) });
        Console.WriteLine($"{pictures.Data.Count} pictures read, {pictures.Skipped.Count} skipped");
        foreach (var skipped in pictures.Skipped.Take(MaximumNamed)) Console.Error.WriteLine($"skipped {skipped}");
        return pictures.Data;
    }

    private static Dataset ReadDownloaded(string name)
    {
        var folder = Path.Combine(DataDownload.DefaultFolder, name.ToLowerInvariant());
        if (!Directory.Exists(folder)) throw new GanException($"The data set '{name}' is not here yet. Get it with: gan data get {name}");
        if (IdxDataset.IsIdxFolder(folder)) return IdxDataset.ReadFolder(folder);
        if (Cifar10Dataset.IsCifar10Folder(folder)) return Cifar10Dataset.ReadFolder(folder);
        throw new GanException($"The data set '{name}' in '{folder}' is not of a form that can be trained on; IDX and CIFAR-10 are.");
    }

    private static int[] ParseShape(string text)
    {
        var parts = text.Split(',');
        var shape = new int[parts.Length];
        var size = 1L;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]) || shape[i] < 1)
                throw new GanException($"The shape '{text}' is not a list of positive whole numbers such as 1,8,8.");
            size *= shape[i];
            if (size > MaximumSize) throw new GanException($"The shape '{text}' is of more than {MaximumSize} values, which no network here is made for.");
        }

        return shape;
    }

    private static ValueRange ParseRange(string text)
    {
        if (text.Split(',') is [var low, var high]
            && double.TryParse(low, NumberStyles.Float, CultureInfo.InvariantCulture, out var minimum)
            && double.TryParse(high, NumberStyles.Float, CultureInfo.InvariantCulture, out var maximum)
            && minimum < maximum)
            return new ValueRange { Minimum = minimum, Maximum = maximum };
        throw new GanException($"The range '{text}' is not two rising numbers such as 0,255.");
    }
}
