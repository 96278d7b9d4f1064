using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Tables.Reading;

/// <summary>Takes one column's values, and finds out what they are: numbers, dates, or categories by the texts as they are
/// written.</summary>
/// <param name="name">The column's name.</param>
/// <param name="isText">Whether its values are texts, whatever they look like.</param>
/// <param name="isNominal">Whether they are categories because the file or the options say so.</param>
/// <param name="decimalCommas">Whether decimals follow a comma.</param>
/// <param name="options">How tables are read.</param>
/// <param name="expectedRows">About how many rows there are.</param>
internal sealed class ColumnReader(
    string name,
    bool isText,
    bool isNominal,
    bool decimalCommas,
    TableOptions options,
    int expectedRows = 0
) : ITableColumn
{
    /// <summary>From this share of numbers on, other texts in a column are mistakes rather than categories.</summary>
    private const double MostlyNumbers = 0.9;

    /// <summary>Up to so many different numbers beside other texts are categories, such as sizes from 36 to 46, M and
    /// L.</summary>
    private const int FewNumbers = 20;

    private readonly List<double> _numbers = [];
    private readonly List<int> _places = [];
    private readonly List<string> _texts = [];
    private readonly List<int> _lines = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _placeOf = new Dictionary<string, int>(
        StringComparer.Ordinal
    ).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly Dictionary<string, int> _missingWords = new(StringComparer.Ordinal);
    private Kind _kind = isText ? Kind.Texts : Kind.Unknown;
    private DateSearch? _dates;
    private int _missing,
        _others;
    private (string Text, int Line)? _first;

    private enum Kind
    {
        Unknown,
        Numbers,
        Texts,
    }

    /// <summary>The column's name.</summary>
    public string Name => name;

    /// <summary>Whether values are to be tried as numbers first.</summary>
    public bool WantsNumbers => _kind != Kind.Texts;

    /// <inheritdoc/>
    public bool KeepsCodes => !options.NumericColumns.Contains(name);

    /// <summary>A code among its values, such as 02116, for which all of them are texts; null for none.</summary>
    public string? Code { get; private set; }

    /// <summary>How many rows there were.</summary>
    public int Count => _kind == Kind.Texts ? _places.Count : _numbers.Count;

    /// <summary>Whether every row was empty or held a word for a missing value.</summary>
    public bool IsEmpty => _kind == Kind.Unknown || (_kind == Kind.Texts && _texts.Count == 0);

    /// <summary>Words that were read as missing values, and how often.</summary>
    public IReadOnlyDictionary<string, int> MissingWords => _missingWords;

    /// <summary>Whether it has to be read once more as texts, since texts came after numbers.</summary>
    /// <exception cref="GanException">Nearly all of its values are numbers: the others are mistakes.</exception>
    public bool NeedsTexts
    {
        get
        {
            if (_kind == Kind.Numbers && _others > 0)
                RefuseMistakes(
                    _numbers.Count - _missing - _others,
                    () => _numbers.Where(v => !double.IsNaN(v)).Distinct().Count()
                );
            return !isText
                && (
                    _others > 0
                    || (_kind == Kind.Texts && _missingWords.Keys.Any(w => !NumberText.IsMissing(w, asText: true, options)))
                );
        }
    }

    /// <inheritdoc/>
    public void AddNumber(double number, int line)
    {
        if (_kind == Kind.Unknown)
            _numbers.EnsureCapacity(expectedRows);
        _kind = Kind.Numbers;
        _numbers.Add(number);
    }

    /// <inheritdoc/>
    public void AddText(ReadOnlySpan<char> text, int line)
    {
        if (text.IsWhiteSpace())
            AddMissing(null);
        else if (_kind == Kind.Texts)
            AddCategory(text, line);
        else if (NumberText.IsMissing(text.ToString(), asText: false, options))
            AddMissing(text.ToString());
        else if (_kind == Kind.Numbers)
        {
            NoteCode(text);
            _first ??= (text.ToString(), line);
            _others++;
            _numbers.Add(double.NaN);
        }
        else
        {
            NoteCode(text);
            _kind = Kind.Texts;
            _places.EnsureCapacity(expectedRows);
            _places.AddRange(Enumerable.Repeat(-1, _missing));
            AddCategory(text, line);
        }
    }

    /// <inheritdoc/>
    public void AddMissing(int line) => AddMissing((string?)null);

    private void AddMissing(string? word)
    {
        _missing++;
        if (word is not null)
            _missingWords[word] = _missingWords.GetValueOrDefault(word) + 1;
        if (_kind == Kind.Texts)
            _places.Add(-1);
        else
            _numbers.Add(double.NaN);
    }

    /// <summary>The formats that its dates may have, the likelier first; more than one where the day could be the month, and none
    /// where it holds no dates.</summary>
    public IReadOnlyList<string> DateFormats => Dates?.Formats ?? [];

    /// <summary>Whether it holds dates, but for a few texts, as the options say that dates are written.</summary>
    public bool HasDatesAsSaid => Dates?.IsAsSaid == true;

    private DateSearch? Dates =>
        _kind == Kind.Texts && !isNominal && options.HasDates ? _dates ??= new DateSearch(_texts, _places, options) : null;

    /// <summary>The column as it was found.</summary>
    /// <param name="knownDates">Formats that dates in other columns have.</param>
    /// <exception cref="GanException">It has too many categories, or is one of numbers or dates with something else among
    /// them.</exception>
    public TableColumn ToColumn(IReadOnlyList<string> knownDates)
    {
        if (_kind != Kind.Texts)
            return ColumnBuilder.Numbers(name, TableColumnType.Single, _numbers, options);
        if (DateFormats.Count > 0)
            return ToDates(DateSearch.Likely(DateFormats, knownDates) ?? DateFormats[0]);
        if (!isNominal)
        {
            RefuseMistakes(CountNumbers(out var different), () => different);
            RefuseNoDate();
        }

        return ColumnBuilder.Categories(
            name,
            isNominal && _texts.TrueForAll(IsPlainNumber) ? TableColumnType.Single : TableColumnType.Text,
            _texts,
            _places,
            options
        );
    }

    /// <summary>The texts, row by row; null where one is missing.</summary>
    public string?[] Texts() => [.. _places.Select(p => p < 0 ? null : _texts[p])];

    private void AddCategory(ReadOnlySpan<char> text, int line)
    {
        if (_placeOf.TryGetValue(text, out var place))
        {
            _places.Add(place);
            return;
        }

        var category = text.ToString();
        if (NumberText.IsMissing(category, asText: true, options))
        {
            AddMissing(category);
            return;
        }

        NoteCode(category);
        if (_first is null && !NumberText.TryParse(category, decimalCommas, out _))
            _first = (category, line);
        _placeOf.TryAdd(category, _texts.Count);
        _places.Add(_texts.Count);
        _texts.Add(category);
        _lines.Add(line);
    }

    private TableColumn ToDates(string format)
    {
        var dates = new DateTime?[_texts.Count];
        for (var i = 0; i < dates.Length; i++)
            dates[i] = DateFormat.TryParse(_texts[i], format, out var date) ? date : null;
        foreach (var place in _places.Where(p => p >= 0 && dates[p] is null))
            _missingWords[_texts[place]] = _missingWords.GetValueOrDefault(_texts[place]) + 1;
        return ColumnBuilder.Dates(name, format, [.. _places.Select(p => p < 0 ? null : dates[p])], options);
    }

    private void NoteCode(ReadOnlySpan<char> text)
    {
        if (!isNominal && Code is null && KeepsCodes && NumberText.IsCode(text))
            Code = text.ToString();
    }

    private int CountNumbers(out int different)
    {
        bool[] isNumber = [.. _texts.Select(t => NumberText.TryParse(t, decimalCommas, out _))];
        different = isNumber.Count(n => n);
        return different == 0 ? 0 : _places.Count(p => p >= 0 && isNumber[p]);
    }

    private void RefuseMistakes(int numbers, Func<int> different)
    {
        var present = Count - _missing;
        if (
            Code is not null
            || _first is not { } first
            || numbers < MostlyNumbers * present
            || numbers == present
            || different() <= FewNumbers
        )
            return;
        throw new GanException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Column '{name}' has '{first.Text}' in line {first.Line}, which is no finite number, and numbers in "
                    + $"{numbers} of "
                    + $"{present} rows. Mend it, say that it stands for a missing value ({options.Names.Missing}), that the "
                    + $"column "
                    + $"holds categories ({options.Names.Categorical}), or leave the column out ({options.Names.Ignored})."
            )
        );
    }

    private void RefuseNoDate()
    {
        if (Dates is not { Nearly: { } nearly } dates || nearly.Rows < MostlyNumbers * nearly.Present)
            return;
        // A few different texts may be categories that look like dates, unless it was said that they are dates.
        if (nearly.Different <= FewNumbers && !dates.IsAsSaid)
            return;
        throw new GanException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Column '{name}' has '{_texts[nearly.Other]}' in line {_lines[nearly.Other]}, which is no date like the others "
                    + $"({nearly.Format}), and such dates in {nearly.Rows} of {nearly.Present} rows. Mend it, say that it "
                    + $"stands for a missing value ({options.Names.Missing}), that the column holds categories "
                    + $"({options.Names.Categorical}), or leave the column out ({options.Names.Ignored})."
            )
        );
    }

    /// <summary>Whether a text is how its number is written, and the number one of 32 bits.</summary>
    private static bool IsPlainNumber(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && float.IsFinite(value)
        && value.ToString("R", CultureInfo.InvariantCulture) == text;
}
