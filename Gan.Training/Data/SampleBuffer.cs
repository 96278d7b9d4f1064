using System.Globalization;
using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Training.Data;

/// <summary>Samples as they grow, column by column.</summary>
internal sealed class SampleBuffer(string name, int size, int expectedRows, CsvDatasetOptions options)
{
    private float[] _values = SampleSource.Allocate<float>(
        Math.Clamp(expectedRows + expectedRows / 16L, 64, Array.MaxLength / size),
        size
    );
    private readonly Dictionary<string, int>?[] _words = new Dictionary<string, int>?[size];
    private readonly float[] _low = Filled(size, float.PositiveInfinity),
        _high = Filled(size, float.NegativeInfinity);
    private readonly int[] _missing = new int[size];
    private int _rows,
        _first,
        _noted;

    /// <summary>How many rows it holds.</summary>
    public int Rows => _rows;

    /// <summary>Sets the columns that the samples come from.</summary>
    public void AddTo(ITableColumn?[] columns, ITableSource source, CsvLayout layout)
    {
        for (var i = 0; i < layout.Features.Length; i++)
            columns[layout.Features[i]] = new Values(this, i, source.Names[layout.Features[i]]);
    }

    /// <summary>A copy of the samples, one after the other.</summary>
    public float[] ToArray() => _values[..(_rows * size)];

    /// <summary>Forgets the samples, but not what each column held.</summary>
    public void Clear()
    {
        Note();
        (_first, _rows) = (_first + _rows, 0);
    }

    /// <summary>What each column held.</summary>
    public IReadOnlyList<ColumnDescription> Describe(ITableSource source, CsvLayout layout)
    {
        Note();
        return
        [
            .. layout.Features.Select(
                (feature, place) =>
                    new ColumnDescription(
                        source.Names[feature],
                        null,
                        _missing[place] < _noted ? _low[place] : null,
                        _missing[place] < _noted ? _high[place] : null,
                        _missing[place],
                        _words[place] ?? new Dictionary<string, int>()
                    )
            ),
        ];
    }

    /// <summary>Looks at the samples that were not yet looked at.</summary>
    private void Note()
    {
        for (var row = _noted - _first; row < _rows; row++)
        {
            var values = _values.AsSpan(row * size, size);
            for (var place = 0; place < size; place++)
            {
                var value = values[place];
                if (value < _low[place])
                    _low[place] = value;
                if (value > _high[place])
                    _high[place] = value;
                _missing[place] += float.IsNaN(value) ? 1 : 0;
            }
        }

        _noted = _first + _rows;
    }

    private static float[] Filled(int length, float value)
    {
        var values = new float[length];
        Array.Fill(values, value);
        return values;
    }

    private void Add(int line, int place, float value)
    {
        var row = line - _first;
        var index = (long)row * size + place;
        if (index >= _values.Length)
        {
            var grown = SampleSource.Allocate<float>(Math.Min(2L * _values.Length / size, Array.MaxLength / size), size);
            if (index >= grown.Length)
                SampleSource.Allocate<float>(row + 1, size);
            _values.CopyTo(grown, 0);
            _values = grown;
        }

        _values[index] = value;
        _rows = Math.Max(_rows, row + 1);
    }

    private sealed class Values(SampleBuffer buffer, int place, string column) : ITableColumn
    {
        private int _row;

        public bool WantsNumbers => true;

        public bool KeepsCodes => false;

        public void AddNumber(double number, int line)
        {
            // What is larger than numbers of 32 bits is as far out as they go.
            var value = (float)Math.Clamp(number, float.MinValue, float.MaxValue);
            if (
                buffer.Options.Range is { } range
                && !buffer.Options.AllowsOutside
                && (value < range.Minimum || value > range.Maximum)
            )
                throw Bad(number.ToString("R", CultureInfo.InvariantCulture), line, $"lies outside the range {range}");
            buffer.Add(_row++, place, value);
        }

        public void AddText(ReadOnlySpan<char> text, int line)
        {
            var word = text.ToString();
            // Detectors score what lies infinitely far out as they score what lies as far out as numbers go.
            if (buffer.Options is { AllowsOutside: true, AllowsMissing: true } && NumberText.Infinity(word) is { } infinity)
            {
                AddNumber(infinity, line);
                return;
            }

            if (!NumberText.IsMissing(word, asText: false, buffer.Options.Table))
                throw Bad(
                    word,
                    line,
                    $"is {(DateSearch.IsDate(word) ? "a date" : "no finite number")}. Leave the column out "
                        + $"({buffer.Options.Table.Names.Ignored}), say what stands "
                        + $"for a "
                        + $"missing value ({buffer.Options.Table.Names.Missing}), or train the recipe ctgan, which learns "
                        + $"texts and dates"
                );
            if (word.Length > 0)
            {
                var words = buffer._words[place] ??= new Dictionary<string, int>(StringComparer.Ordinal);
                words[word] = words.GetValueOrDefault(word) + 1;
            }

            AddMissing(line);
        }

        public void AddMissing(int line)
        {
            if (!buffer.Options.AllowsMissing)
                throw new GanException(
                    $"The data file '{buffer.Name}' has no value in line {line}, column '{column}'. Fill it or leave the "
                        + $"row out; "
                        + "the recipes of detectors and ctgan take missing values."
                );
            buffer.Add(_row++, place, float.NaN);
        }

        private GanException Bad(string text, int line, string what) =>
            new($"The data file '{buffer.Name}' has '{text}' in line {line}, column '{column}', which {what}.");
    }

    private CsvDatasetOptions Options => options;

    private string Name => name;
}
