using System.Collections;
using System.Reflection;
using System.Text;
using Gan.Onnx.Bundles;

namespace Gan.Tests.Onnx;

/// <summary>What is written into gan.json is what is read from it.</summary>
[TestClass]
public sealed class ManifestTextTests
{
    private static readonly BundleManifest Full = new()
    {
        FormatVersion = 6,
        Method = "method",
        Data = new BundleData
        {
            Kind = DataKind.Vector,
            Shape = [1, 2, 3],
            ValueRange = new ValueRange { Minimum = -1.5, Maximum = 2.5 },
            Labels = ["a", "b"],
            Columns = ["c", "d"],
            AcceptsMissing = true,
        },
        Latent = new BundleLatent
        {
            Size = 4,
            Distribution = LatentDistribution.Uniform,
            LabelCount = 5,
            Code = new BundleCode { Categorical = [6, 7], Continuous = 8 },
            Text = new BundleText
            {
                Width = 9,
                Words = 10,
                ShortestPiece = 11,
                LongestPiece = 12,
                Examples = ["one", "two"],
            },
        },
        Score = new BundleScore
        {
            Direction = "direction",
            Threshold = 13.5,
            Contamination = 14.5,
            LabelCount = 15,
            Calibration = new ScoreCalibration
            {
                Method = "calibration",
                Mean = 16.5,
                StandardDeviation = 17.5,
            },
        },
        Features = new BundleFeatures
        {
            Count = 18,
            ClassCount = 19,
            CodeWidth = 20,
        },
        Encoder = new BundleEncoder { Size = 21 },
        Directions = new BundleDirections { Count = 22, Method = DirectionMethod.Activations },
        Translator = new BundleTranslator
        {
            SourceShape = [23, 24, 25],
            SourceRange = new ValueRange { Minimum = -26.5, Maximum = 27.5 },
            AnySize = true,
            SmallestSide = 28,
            Scale = 29,
            Reach = 30,
            TakesMask = true,
            ClassCount = 31,
        },
        Table = new BundleTable
        {
            Columns =
            [
                new BundleTableColumn
                {
                    Name = "column",
                    Type = TableColumnType.DateTime,
                    MissingCount = 32,
                    Categories = ["e", "f"],
                    Counts = [33, 34],
                    Minimum = 35.5,
                    Maximum = 36.5,
                    Decimals = 37,
                    Date = new BundleDate
                    {
                        Format = "yyyy",
                        Origin = new DateTime(2038, 1, 2, 3, 4, 5),
                        Unit = DateUnit.Tick,
                    },
                },
            ],
            RowCount = 39,
            Constraints =
            [
                new BundleConstraint
                {
                    Column = "sum",
                    Terms = ["g", "h"],
                    Kind = ConstraintKind.Sum,
                },
            ],
            Fingerprints = "fingerprints",
        },
        Metrics =
        [
            new BundleMetric
            {
                Name = "metric",
                Value = 40.5,
                Protocol = "protocol",
            },
        ],
        Training = new BundleTraining
        {
            Recipe = "recipe",
            Seed = ulong.MaxValue,
            Steps = long.MaxValue,
            BatchSize = 41,
            DataSource = "source",
            DataLicence = "licence",
            StartedUtc = new DateTimeOffset(2042, 1, 2, 3, 4, 5, TimeSpan.Zero),
            DurationSeconds = 43.5,
            Device = "device",
        },
        Packages = new Dictionary<string, string> { ["package"] = "44.0", ["Other"] = "45.0" },
        Files =
        [
            new BundleFile
            {
                Name = "file",
                Sha256 = "46",
                Bytes = 47,
            },
        ],
    };

    [TestMethod]
    public void Every_member_is_read_as_it_was_written()
    {
        CheckNothingIsLeftOut(Full);
        var text = ManifestText.Write(Full);
        var read = ManifestText.Read(text, BundleOrigin.InMemory);
        Assert.AreEqual(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(ManifestText.Write(read)));
    }

    // Each property differs from what it is where nobody sets it, so that one that is not read is missed.
    private static void CheckNothingIsLeftOut(object record)
    {
        foreach (var property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!property.CanWrite)
                continue;
            var value = property.GetValue(record);
            var type = property.PropertyType;
            var name = $"{record.GetType().Name}.{property.Name}";
            Assert.AreNotEqual(type.IsValueType ? Activator.CreateInstance(type) : null, value, name);
            object[] parts = value is IEnumerable items and not string ? [.. items] : [value!];
            Assert.AreNotEqual(0, parts.Length, name);
            foreach (
                var part in parts.Where(p => p.GetType().Namespace == typeof(BundleManifest).Namespace && !p.GetType().IsEnum)
            )
                CheckNothingIsLeftOut(part);
        }
    }
}
