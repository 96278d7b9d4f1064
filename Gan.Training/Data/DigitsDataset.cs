using Gan.Onnx.Bundles;
using Gan.Training.Tables;

namespace Gan.Training.Data;

/// <summary>The 8x8 digits that come with the library; see <c>Data/LICENSE-digits.md</c>.</summary>
internal static class DigitsDataset
{
    private const string Resource = "Gan.Training.Data.digits.csv.gz";

    /// <summary>What <see cref="Dataset.Digits"/> gives.</summary>
    public static Dataset Load()
    {
        using var packed = typeof(DigitsDataset).Assembly.GetManifestResourceStream(Resource)!;
        return CsvDataset.Read(
            packed,
            "digits",
            new CsvDatasetOptions
            {
                Shape = [1, 8, 8],
                Range = new ValueRange { Minimum = 0, Maximum = 16 },
                HasLabel = true,
                Table = new TableOptions
                {
                    Source = "UCI Optical Recognition of Handwritten Digits (8x8, 1,797 samples)",
                    Licence = "CC BY 4.0",
                },
            }
        );
    }
}
