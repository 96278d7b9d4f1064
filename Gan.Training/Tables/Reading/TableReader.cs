using System.Text;
using Gan.Onnx;
using Gan.Training.Data;

namespace Gan.Training.Tables.Reading;

/// <summary>Reads tables from files, whatever their kind.</summary>
internal static class TableReader
{
    private const string Western = "windows-1252";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns, and what is known of the file.</param>
    /// <param name="lines">Given every row as text; see <see cref="ITableSource.Read"/>.</param>
    /// <exception cref="GanException">As for <see cref="Table.FromFile"/>.</exception>
    public static Table Read(string path, TableOptions options, List<string>? lines = null) =>
        Reading(
            path,
            options,
            (source, said) =>
            {
                lines?.Clear();
                return Read(source, path, said, lines);
            }
        );

    /// <summary>Reads a file in the encoding that was recognised or, where past what was looked at there are bytes that UTF-8
    /// does not have, in the Western one.</summary>
    public static T Reading<T>(string path, TableOptions options, Func<ITableSource, TableOptions, T> read)
    {
        try
        {
            using var source = Open(path, options);
            return read(source, options);
        }
        catch (DecoderFallbackException)
        {
            var western = options with { Encoding = Western };
            using var source = Open(path, western);
            return read(source, western);
        }
    }

    /// <summary>Refuses options that name columns that are not there.</summary>
    public static void RequireColumns(ITableSource source, string path, TableOptions options)
    {
        foreach (
            var name in options
                .IgnoredColumns.Concat(options.CategoricalColumns)
                .Concat(options.NumericColumns)
                .Concat(options.KeyColumn is { } key ? [key] : [])
                .Where(n => !source.Names.Contains(n))
        )
            throw new GanException($"The data file '{path}' has no column '{name}'. Columns: {string.Join(", ", source.Names)}.");
    }

    /// <summary>Opens a file as what it is by its contents.</summary>
    public static ITableSource Open(string path, TableOptions options)
    {
        var file = PackedFile.Open(path);
        try
        {
            if (ParquetSource.IsParquet(file))
            {
                file.Dispose();
                return new ParquetSource(path);
            }

            var format = TextFormat.Recognise(file, path, options);
            return ArffSource.IsArff(path, format)
                ? new ArffSource(path, file, format)
                : new CsvSource(path, file, format, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static Table Read(ITableSource source, string path, TableOptions options, List<string>? lines)
    {
        RequireColumns(source, path, options);
        if (options.DateFormat is { } said)
            options = options with
            {
                DateFormat = DateSearch.Said(said, options),
                KnownDateFormats = [DateSearch.Said(said, options), .. options.KnownDateFormats],
            };
        var commas = source is CsvSource { TextFormat.HasDecimalCommas: true };
        ColumnReader?[] columns =
        [
            .. source.Names.Select((n, i) => options.IgnoredColumns.Contains(n) ? null : NewColumn(n, i, null)),
        ];
        source.Read(columns, lines);
        if (Array.Exists(columns, c => c?.NeedsTexts == true))
        {
            ColumnReader?[] again =
            [
                .. columns.Select((c, i) => c?.NeedsTexts == true ? NewColumn(c.Name, i, isText: true) : null),
            ];
            source.Read(again, null);
            columns = [.. columns.Select((c, i) => again[i] ?? c)];
        }

        var keys = columns.SingleOrDefault(c => c is not null && c.Name == options.KeyColumn)?.Texts();
        ColumnReader[] learned = [.. columns.OfType<ColumnReader>().Where(c => c.Name != options.KeyColumn)];
        if (learned.Length == 0)
            throw new GanException($"The data file '{path}' has no column but those that are left out.");
        if (learned[0].Count == 0)
            throw new GanException($"The data file '{path}' holds no rows.");
        if (learned.All(c => c.IsEmpty))
            throw new GanException($"The data file '{path}' has no value in any column.");
        ColumnReader[] filled = [.. learned.Where(c => !c.IsEmpty)];
        string[] known =
        [
            .. options.KnownDateFormats,
            .. filled.Select(c => c.DateFormats).Where(f => f.Count == 1).Select(f => f[0]),
        ];
        TableColumn[] made = [.. filled.Select(c => c.ToColumn(known))];
        return new Table(Path.GetFileName(path), made, options.Source ?? Path.GetFileName(path), options.Licence)
        {
            Keys = keys is null ? null : new RowNames(options.KeyColumn!, [.. keys.Select(k => k ?? "")]),
            Description = Describe(),
        };

        ColumnReader NewColumn(string name, int place, bool? isText)
        {
            var nominal = source.IsNominal(place) || options.CategoricalColumns.Contains(name);
            return new ColumnReader(
                name,
                isText ?? (nominal || name == options.KeyColumn),
                nominal,
                commas,
                options,
                source.ExpectedRows
            );
        }

        string DateNote(string name, string taken, IReadOnlyList<string> formats) =>
            $"the dates in column '{name}' may be {string.Join(" or ", formats)} and are read as {taken}"
            + $"{(DateSearch.Likely(formats, known) is null ? "" : ", as dates in other columns are")}; "
            + $"{options.Names.DateFormat} says otherwise";

        TableDescription Describe() =>
            new()
            {
                File = path,
                Format = source.Format,
                HasNames = source.HasNames,
                RowCount = learned[0].Count,
                Columns = [.. made.Select(c => ColumnDescription.Of(c, learned.Single(l => l.Name == c.Name).MissingWords))],
                LeftOut =
                [
                    .. options.IgnoredColumns,
                    .. options.KeyColumn is { } key ? [key] : Array.Empty<string>(),
                    .. learned.Where(c => c.IsEmpty).Select(c => c.Name),
                ],
                Notes =
                [
                    .. source.Notes,
                    .. learned
                        .Where(c => c.Code is not null)
                        .Select(c =>
                            $"column '{c.Name}' has codes such as {c.Code}, so its values are categories; "
                            + $"{options.Names.Numeric} says "
                            + "otherwise"
                        ),
                    .. filled
                        .Zip(made)
                        .Where(c => c.First.DateFormats.Count > 1)
                        .Select(c => DateNote(c.Second.Name, c.Second.Date!.Format, c.First.DateFormats)),
                    .. options is { DateFormat: { } format, HasDates: true } && !Array.Exists(learned, c => c.HasDatesAsSaid)
                        ? [$"{options.Names.DateFormat} is '{format}', and no column holds dates that are written so"]
                        : Array.Empty<string>(),
                    .. learned.Where(c => c.IsEmpty).Select(c => $"column '{c.Name}' has no value in any row and is left out"),
                ],
            };
    }
}
