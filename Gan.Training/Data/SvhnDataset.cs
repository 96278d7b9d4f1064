using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Reads the cropped digits of the Street View House Numbers.</summary>
internal static class SvhnDataset
{
    private const int Side = 32;
    private const int PlaneSize = Side * Side;
    private const int PictureSize = 3 * PlaneSize;
    private const string TrainingFile = "train_32x32.mat";
    private const string TestFile = "test_32x32.mat";

    /// <summary>What <see cref="Dataset.FromSvhn"/> gives.</summary>
    public static Dataset Read(string path, string? name = null)
    {
        var variables = MatFile.Read(path, "X", "y");
        var (pictures, digits) = (variables["X"], variables["y"]);
        if (pictures is not { Type: MatNumber.UInt8, Dimensions: [Side, Side, 3, ..] and { Length: 3 or 4 } })
            throw new GanException(
                $"The variable 'X' of '{path}' is {string.Join(" x ", pictures.Dimensions)} numbers of the kind "
                    + $"{pictures.Type}; the cropped digits are 32 x 32 x 3 x N bytes."
            );
        // MATLAB drops a last dimension of one.
        var count = pictures.Dimensions.Length == 4 ? pictures.Dimensions[3] : 1;
        if (digits.Dimensions is not [var labelled, 1] || labelled != count)
            throw new GanException(
                $"The variable 'y' of '{path}' is {string.Join(" x ", digits.Dimensions)}; {count} pictures need {count} x 1 "
                    + $"labels."
            );
        var labels = Enumerable.Range(0, count).Select(i => Digit(digits[i], i, path)).ToArray();
        var samples = SampleSource.Allocate<byte>(count, PictureSize);
        for (var plane = 0; plane < 3 * count; plane++)
            Transpose(pictures.Values.AsSpan(plane * PlaneSize, PlaneSize), samples.AsSpan(plane * PlaneSize, PlaneSize));
        return new Dataset(
            name ?? Path.GetFileName(path),
            [3, Side, Side],
            new ByteSamples(samples, PictureSize),
            labels,
            ByteSamples.Range,
            path
        );
    }

    /// <summary>What <see cref="Dataset.FromSvhnFolder"/> gives.</summary>
    public static Dataset ReadFolder(string folder, bool test = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Read(Path.Combine(folder, test ? TestFile : TrainingFile), "svhn");
    }

    /// <summary>Whether a folder holds the training file.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsSvhnFolder(string folder) => File.Exists(Path.Combine(folder, TrainingFile));

    /// <summary>Whether a file begins as a MATLAB file does.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="GanException">It does not exist or cannot be opened.</exception>
    public static bool IsMat(string path) => MatFile.IsMat(path);

    private static int Digit(double label, int row, string path) =>
        label is >= 1 and <= 10 && double.IsInteger(label)
            ? (int)label % 10
            : throw new GanException(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"The file '{path}' has the label {label} for picture {row + 1}; SVHN's labels are 1 to 10."
                )
            );

    // MATLAB stores columns one after the other, and a sample rows.
    private static void Transpose(ReadOnlySpan<byte> columns, Span<byte> rows)
    {
        for (var y = 0; y < Side; y++)
        for (var x = 0; x < Side; x++)
            rows[y * Side + x] = columns[x * Side + y];
    }
}
