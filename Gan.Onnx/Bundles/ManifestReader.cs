using System.Text.Json;

namespace Gan.Onnx.Bundles;

/// <summary>Makes a manifest of the members of <c>gan.json</c>. What the members mean is checked elsewhere.</summary>
internal static class ManifestReader
{
    /// <exception cref="GanException">A member is missing, unknown or of another type.</exception>
    public static BundleManifest Read(JsonElement root, BundleOrigin origin) =>
        ManifestObject.Read(
            root,
            "",
            origin,
            manifest => new BundleManifest
            {
                FormatVersion = manifest.Int32("formatVersion"),
                Method = manifest.Text("method"),
                Data = manifest.Object("data", Data),
                Latent = manifest.ObjectOrNull("latent", Latent),
                Score = manifest.ObjectOrNull("score", Score),
                Features = manifest.ObjectOrNull("features", Features),
                Encoder = manifest.ObjectOrNull("encoder", e => new BundleEncoder { Size = e.Int32("size") }),
                Directions = manifest.ObjectOrNull("directions", Directions),
                Translator = manifest.ObjectOrNull("translator", Translator),
                Table = manifest.ObjectOrNull("table", Table),
                Metrics = manifest.Objects("metrics", Metric),
                Training = manifest.Object("training", Training),
                Packages = manifest.TextsByName("packages"),
                Files = manifest.Objects("files", ModelFile),
            }
        );

    private static BundleData Data(ManifestObject data) =>
        new()
        {
            Kind = data.Choice<DataKind>("kind"),
            Shape = data.Int32s("shape"),
            ValueRange = data.Object("valueRange", Range),
            Labels = data.TextsOrNull("labels"),
            Columns = data.TextsOrNull("columns"),
            AcceptsMissing = data.Boolean("acceptsMissing"),
        };

    private static ValueRange Range(ManifestObject range) =>
        new() { Minimum = range.Double("minimum"), Maximum = range.Double("maximum") };

    private static BundleLatent Latent(ManifestObject latent) =>
        new()
        {
            Size = latent.Int32("size"),
            Distribution = latent.Choice<LatentDistribution>("distribution"),
            LabelCount = latent.Int32("labelCount", 0),
            Code = latent.ObjectOrNull("code", Code),
            Text = latent.ObjectOrNull("text", Text),
        };

    private static BundleCode Code(ManifestObject code) =>
        new() { Categorical = code.Int32s("categorical"), Continuous = code.Int32("continuous") };

    private static BundleText Text(ManifestObject text) =>
        new()
        {
            Width = text.Int32("width"),
            Words = text.Int32("words"),
            ShortestPiece = text.Int32("shortestPiece"),
            LongestPiece = text.Int32("longestPiece"),
            Examples = text.Texts("examples"),
        };

    private static BundleScore Score(ManifestObject score) =>
        new()
        {
            Direction = score.Text("direction"),
            Threshold = score.Double("threshold"),
            Contamination = score.Double("contamination"),
            LabelCount = score.Int32("labelCount", 0),
            Calibration = score.ObjectOrNull("calibration", Calibration),
        };

    private static ScoreCalibration Calibration(ManifestObject calibration) =>
        new()
        {
            Method = calibration.Text("method"),
            Mean = calibration.Double("mean"),
            StandardDeviation = calibration.Double("standardDeviation"),
        };

    private static BundleFeatures Features(ManifestObject features) =>
        new()
        {
            Count = features.Int32("count"),
            ClassCount = features.Int32("classCount", 0),
            CodeWidth = features.Int32("codeWidth", 0),
        };

    private static BundleDirections Directions(ManifestObject directions) =>
        new() { Count = directions.Int32("count"), Method = directions.Choice<DirectionMethod>("method") };

    // Formats before 5 say nothing of scale and smallest side.
    private static BundleTranslator Translator(ManifestObject translator) =>
        new()
        {
            SourceShape = translator.Int32s("sourceShape"),
            SourceRange = translator.Object("sourceRange", Range),
            AnySize = translator.Boolean("anySize"),
            SmallestSide = translator.Int32("smallestSide", 1),
            Scale = translator.Int32("scale", 1),
            Reach = translator.Int32OrNull("reach"),
            TakesMask = translator.Boolean("takesMask"),
            ClassCount = translator.Int32("classCount", 0),
        };

    private static BundleTable Table(ManifestObject table) =>
        new()
        {
            Columns = table.Objects("columns", Column),
            RowCount = table.Int32("rowCount"),
            Constraints = table.ObjectsOrNull("constraints", Constraint),
            Fingerprints = table.TextOrNull("fingerprints"),
        };

    private static BundleTableColumn Column(ManifestObject column) =>
        new()
        {
            Name = column.Text("name"),
            Type = column.Choice<TableColumnType>("type"),
            MissingCount = column.Int32("missingCount"),
            Categories = column.TextsOrNull("categories"),
            Counts = column.Int32sOrNull("counts"),
            Minimum = column.DoubleOrNull("minimum"),
            Maximum = column.DoubleOrNull("maximum"),
            Decimals = column.Int32OrNull("decimals"),
            Date = column.ObjectOrNull("date", Date),
        };

    private static BundleDate Date(ManifestObject date) =>
        new()
        {
            Format = date.Text("format"),
            Origin = date.DateTime("origin"),
            Unit = date.Choice<DateUnit>("unit"),
        };

    private static BundleConstraint Constraint(ManifestObject constraint) =>
        new()
        {
            Column = constraint.Text("column"),
            Terms = constraint.Texts("terms"),
            Kind = constraint.Choice<ConstraintKind>("kind"),
        };

    private static BundleMetric Metric(ManifestObject metric) =>
        new()
        {
            Name = metric.Text("name"),
            Value = metric.Double("value"),
            Protocol = metric.Text("protocol"),
        };

    private static BundleTraining Training(ManifestObject training) =>
        new()
        {
            Recipe = training.Text("recipe"),
            Seed = training.UInt64("seed"),
            Steps = training.Int64("steps"),
            BatchSize = training.Int32("batchSize"),
            DataSource = training.Text("dataSource"),
            DataLicence = training.Text("dataLicence"),
            StartedUtc = training.DateTimeOffset("startedUtc"),
            DurationSeconds = training.Double("durationSeconds"),
            Device = training.Text("device"),
        };

    private static BundleFile ModelFile(ManifestObject file) =>
        new()
        {
            Name = file.Text("name"),
            Sha256 = file.Text("sha256"),
            Bytes = file.Int64("bytes"),
        };
}
