using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Deployment;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;

namespace Gan.Tests.Training.Export;

/// <summary>An app's culture may write decimals with commas; files and messages do not.</summary>
[TestClass]
public sealed class CultureTests
{
    private static readonly ValueRange Range = new() { Minimum = -0.5, Maximum = 1.5 };

    [TestMethod]
    public void An_export_has_the_same_bytes_in_every_culture()
    {
        var rows = Enumerable.Range(0, 64).Select(i => i / 64f).ToArray();
        var data = new Dataset("quarters", [1, 2, 2], rows, null, Range);
        using var trainer = new GanTrainer(
            new MlpGanRecipe { BatchSize = 8 },
            data,
            new TrainingSettings { Device = TestDevice.Name }
        );
        trainer.TrainUntil(1);
        var started = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        byte[] Export()
        {
            using var zip = new MemoryStream();
            BundleExporter.Export(trainer, (started, TimeSpan.FromSeconds(1.5)), 0.05).Bundle.Write(zip);
            return zip.ToArray();
        }

        CollectionAssert.AreEqual(Export(), WithCommas(Export));
    }

    [TestMethod]
    public void A_deployed_bundle_has_the_same_files_in_every_culture()
    {
        using var folder = new TestFolder();
        var bundle = Onnx.TinyBundle.Make(encoder: true, translatorShape: [3, 4, 4]);

        string Notes(string name)
        {
            OnnxFolder.Write(bundle, folder[name]);
            return File.ReadAllText(Path.Combine(folder[name], "README.md"));
        }

        Assert.AreEqual(Notes("here"), WithCommas(() => Notes("there")));
    }

    [TestMethod]
    public void Messages_write_numbers_as_files_do()
    {
        var messages = WithCommas(() =>
            string.Join(
                '\n',
                new Action[]
                {
                    () => _ = new Dataset("wide", [1], [2.25f], null, Range),
                    () => BundleExporter.CheckContamination(0.75),
                    () => Onnx.TinyBundle.Make(calibration: new ScoreCalibration { Mean = 0, StandardDeviation = -2.5 }),
                }.Select(act => Assert.ThrowsExactly<GanException>(act).Message)
            )
        );

        StringAssert.Contains(messages, "the value 2.25 in row 1, column 1; values must be numbers from -0.5 to 1.5.");
        StringAssert.Contains(messages, "The contamination is 0.75;");
        StringAssert.Contains(messages, "'score.calibration.standardDeviation' is -2.5, but must be above 0");
    }

    private static T WithCommas<T>(Func<T> act)
    {
        var before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NegativeSign) = (",", "−");
        CultureInfo.CurrentCulture = commas;
        try
        {
            return act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
