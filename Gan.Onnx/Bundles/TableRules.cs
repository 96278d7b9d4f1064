using System.Globalization;
using System.Numerics;

namespace Gan.Onnx.Bundles;

/// <summary>Checks what a manifest says of a table; the part of <see cref="ManifestRules"/> for that section.</summary>
internal static class TableRules
{
    /// <summary>Refuses a value: whether it holds, the member, what it is, what it must be.</summary>
    public delegate void Requirement(bool holds, string member, string actual, string expected);

    /// <summary>Refuses a text that is empty, too long or has control characters.</summary>
    public delegate void TextRequirement(string? text, string member);

    public static void Check(BundleManifest manifest, Requirement require, TextRequirement requireText)
    {
        if (manifest.Table is not { } table)
            return;
        require(manifest.Latent is not null, "table", "there", "null where there is no generator");
        // What is asked of a row are its conditions; nobody would feed another input.
        require(
            manifest.Latent!.LabelCount == 0,
            "latent.labelCount",
            $"{manifest.Latent.LabelCount}",
            "0, for a generator of tables takes no labels"
        );
        require(manifest.Latent.Text is null, "latent.text", "there", "null, for a generator of tables takes no texts");
        require(table.RowCount >= 1, "table.rowCount", $"{table.RowCount}", "at least 1");
        require(
            manifest.Data.Kind is DataKind.Vector && manifest.Data.Shape[0] == table.Columns.Count,
            "table.columns",
            $"a list of {table.Columns.Count}",
            $"as long as a sample, [{string.Join(", ", manifest.Data.Shape)}]"
        );
        require(
            table.Columns.Count <= BundleLimits.ListLength,
            "table.columns",
            $"a list of {table.Columns.Count}",
            $"at most {BundleLimits.ListLength} long"
        );
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var member = $"table.columns[{i}]";
            require(table.Columns[i] is not null, member, "null", "a column");
            CheckColumn(table.Columns[i], table.RowCount, member, require, requireText);
            require(
                seen.Add(table.Columns[i].Name),
                $"{member}.name",
                BundleOrigin.Quote(table.Columns[i].Name),
                "a name not listed before it"
            );
        }

        CheckCode(manifest, table, require);
        CheckConstraints(table, require);
        if (table.Fingerprints is { } text)
        {
            // Whole fingerprints of four bytes: what decodes to nothing else is refused here, so that readers need not ask again.
            var bytes = new byte[text.Length];
            require(
                Convert.TryFromBase64String(text, bytes, out var length) && length % 4 == 0 && length / 4 <= table.RowCount,
                "table.fingerprints",
                $"a text of {text.Length} characters",
                "base64 of at most as many fingerprints of 4 bytes as there are rows"
            );
        }
    }

    /// <summary>Whether a text can be a category. Tabs and line ends may stand in what people write into a cell.</summary>
    public static bool IsCategory(string? text) =>
        !string.IsNullOrWhiteSpace(text)
        && text.Length <= BundleLimits.TextLength
        && !text.Any(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'));

    private static void CheckColumn(
        BundleTableColumn column,
        int rows,
        string member,
        Requirement require,
        TextRequirement requireText
    )
    {
        requireText(column.Name, $"{member}.name");
        require(Enum.IsDefined(column.Type), $"{member}.type", $"{(int)column.Type}", "a type of columns");
        require(
            column.MissingCount >= 0 && column.MissingCount < rows,
            $"{member}.missingCount",
            $"{column.MissingCount}",
            $"0 to {rows - 1}"
        );
        require(
            column.MissingCount == 0
                || column.Type
                    is TableColumnType.Single
                        or TableColumnType.Double
                        or TableColumnType.Text
                        or TableColumnType.Key
                        or TableColumnType.DateTime,
            $"{member}.missingCount",
            $"{column.MissingCount}",
            $"0, for a {column.Type} is never missing"
        );
        CheckDate(column, member, require);
        if (column.Categories is not { } categories)
        {
            require(
                !column.Type.IsAlwaysCategorical(),
                $"{member}.categories",
                "null",
                "a list, for the column holds no numbers"
            );
            require(column.Counts is null, $"{member}.counts", "a list", "null, for the column has no categories");
            require(
                column.Minimum <= column.Maximum
                    && double.IsFinite(column.Minimum.Value)
                    && double.IsFinite(column.Maximum.Value),
                $"{member}.maximum",
                column.Maximum?.ToString(CultureInfo.InvariantCulture) ?? "null",
                "finite, and at least the minimum, which is given too"
            );
            require(
                column.Decimals is null or (>= 0 and <= BundleTable.MaximumDecimals),
                $"{member}.decimals",
                $"{column.Decimals}",
                $"null or 0 to {BundleTable.MaximumDecimals}"
            );
            require(
                column.Type is TableColumnType.Single or TableColumnType.Double || column.Decimals == 0,
                $"{member}.decimals",
                $"{column.Decimals}",
                "0, for the column holds whole numbers"
            );
            return;
        }

        require(
            column.Minimum is null && column.Maximum is null && column.Decimals is null,
            $"{member}.minimum",
            "there",
            "null, for the column has categories"
        );
        require(
            categories.Count is >= 1 and <= BundleLimits.ListLength,
            $"{member}.categories",
            $"a list of {categories.Count}",
            $"a list of 1 to {BundleLimits.ListLength}"
        );
        require(
            column.Counts?.Count == categories.Count
                && column.Counts.All(n => n >= 0)
                && column.Counts.Sum(n => (long)n) + column.MissingCount == rows,
            $"{member}.counts",
            column.Counts is null ? "null" : $"a list of {column.Counts.Count}",
            $"a number for each category, which with the missing ones add up to {rows}"
        );
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < categories.Count; i++)
        {
            require(
                IsCategory(categories[i]),
                $"{member}.categories[{i}]",
                BundleOrigin.Quote(categories[i]),
                $"text of 1 to {BundleLimits.TextLength} characters without control characters other than tabs and line ends"
            );
            require(
                seen.Add(categories[i]),
                $"{member}.categories[{i}]",
                BundleOrigin.Quote(categories[i]),
                "a category not listed before it"
            );
            require(
                column.Type is not TableColumnType.Boolean || categories[i] is "0" or "1",
                $"{member}.categories[{i}]",
                BundleOrigin.Quote(categories[i]),
                "'0' or '1'"
            );
            require(
                column.Type.IsAlwaysCategorical() || IsNumber(column.Type, categories[i]),
                $"{member}.categories[{i}]",
                BundleOrigin.Quote(categories[i]),
                $"a number, and one that a column of type {column.Type} holds"
            );
        }
    }

    /// <summary>Whether a text is a number that a column of a type of numbers holds, as whoever fills the column reads
    /// it.</summary>
    private static bool IsNumber(TableColumnType type, string text) =>
        type switch
        {
            TableColumnType.Single => IsNumber<float>(text),
            TableColumnType.Double => IsNumber<double>(text),
            TableColumnType.SByte => IsNumber<sbyte>(text),
            TableColumnType.Byte => IsNumber<byte>(text),
            TableColumnType.Int16 => IsNumber<short>(text),
            TableColumnType.UInt16 => IsNumber<ushort>(text),
            TableColumnType.Int32 => IsNumber<int>(text),
            TableColumnType.UInt32 => IsNumber<uint>(text),
            TableColumnType.Int64 => IsNumber<long>(text),
            TableColumnType.UInt64 => IsNumber<ulong>(text),
            _ => false,
        };

    // NaN is a missing value, which is no category.
    private static bool IsNumber<T>(string text)
        where T : INumber<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var number) && !T.IsNaN(number);

    private static void CheckConstraints(BundleTable table, Requirement require)
    {
        if (table.Constraints is not { } constraints)
            return;
        require(
            constraints.Count is >= 1 and <= BundleLimits.ListLength,
            "table.constraints",
            $"a list of {constraints.Count}",
            $"null, or a list of 1 to {BundleLimits.ListLength}"
        );
        // Names are all different by now. Looked up, not searched for: a stranger's list may be long.
        var columns = table.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        for (var i = 0; i < constraints.Count; i++)
        {
            var (constraint, member) = (constraints[i], $"table.constraints[{i}]");
            require(constraint is not null, member, "null", "a constraint");
            require(Enum.IsDefined(constraint!.Kind), $"{member}.kind", $"{(int)constraint.Kind}", "a kind of constraint");
            require(
                constraint.Kind is ConstraintKind.Sum ? constraint.Terms.Count >= 2 : constraint.Terms.Count == 1,
                $"{member}.terms",
                $"a list of {constraint.Terms.Count}",
                constraint.Kind is ConstraintKind.Sum ? "at least 2 long" : "1 long"
            );
            BundleTableColumn[] named =
            [
                .. constraint
                    .Terms.Prepend(constraint.Column)
                    .Distinct(StringComparer.Ordinal)
                    .Select(name => name is null ? null : columns.GetValueOrDefault(name))
                    .OfType<BundleTableColumn>(),
            ];
            var dates = named.Count(c => c.Date is not null);
            require(
                named.Length == constraint.Terms.Count + 1
                    && named.All(c => c is { Categories: null, MissingCount: 0 })
                    && (dates == 0 || (dates == named.Length && constraint.Kind is ConstraintKind.AtLeast)),
                member,
                BundleOrigin.Quote(constraint.ToString()),
                "about columns of numbers without missing values, or two of dates"
            );
        }
    }

    private static void CheckDate(BundleTableColumn column, string member, Requirement require)
    {
        if (column.Date is not { } date)
        {
            require(column.Type is not TableColumnType.DateTime, $"{member}.date", "null", "there, for the column holds dates");
            return;
        }

        require(
            column is { Type: TableColumnType.DateTime, Categories: null },
            $"{member}.date",
            "there",
            "null, for the column holds no dates"
        );
        require(
            DateFormat.IsValid(date.Format),
            $"{member}.date.format",
            BundleOrigin.Quote(date.Format),
            "a format of dates such as 'yyyy-MM-dd'"
        );
        require(Enum.IsDefined(date.Unit), $"{member}.date.unit", $"{(int)date.Unit}", "a unit of time");
    }

    private static void CheckCode(BundleManifest manifest, BundleTable table, Requirement require)
    {
        if (manifest.Latent?.Code is not { } code)
            return;
        int[] widths = [.. table.Columns.Select(c => c.ConditionWidth).Where(w => w > 0)];
        require(
            code.Continuous == 0 && code.Categorical.SequenceEqual(widths),
            "latent.code",
            $"[{string.Join(", ", code.Categorical.Take(8))}] and {code.Continuous}",
            $"[{string.Join(", ", widths.Take(8))}] and 0, as the table's columns say"
        );
    }
}
