using Gan.Onnx.Bundles;
using Gan.Training.Tables;

namespace Gan.Training.Data;

/// <summary>The 8x8 handwritten digits that come with the library: 1,797 grey pictures of the digits 0 to 9, values 0 to
/// 16.</summary>
/// <remarks>
/// E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998, CC BY 4.0; the
/// test part of that set, as it is also shipped with scikit-learn. See <c>Data/LICENSE-digits.md</c>.
/// </remarks>
public static class DigitsDataset
{
    private const string Resource = "Gan.Training.Data.digits.csv.gz";

    /// <summary>Reads all 1,797 pictures: shape [1, 8, 8], values 0 to 16, labels 0 to 9.</summary>
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
