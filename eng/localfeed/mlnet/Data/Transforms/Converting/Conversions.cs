using System.Globalization;
using System.Linq.Expressions;

namespace Microsoft.ML.Data;

/// <summary>Conversions between numbers, truth values and text. Text that is no number becomes NaN, or 0 where there is none.</summary>
internal static class Conversions
{
    /// <summary>Whether values of one type can become the other: all but real numbers to whole ones, which would be cut off.</summary>
    public static bool CanConvert(Type from, Type to) => from == to || (IsPlain(from) && IsPlain(to) && !(IsReal(from) && IsWhole(to)));

    public static Func<TFrom, TTo> Get<TFrom, TTo>()
    {
        if (typeof(TFrom) == typeof(TTo))
            return value => (TTo)(object)value!;
        if (typeof(TTo) == typeof(ReadOnlyMemory<char>))
            return value => (TTo)(object)KeyTexts.Text(value);
        if (typeof(TFrom) == typeof(ReadOnlyMemory<char>))
            return Parser<TFrom, TTo>();
        var source = Expression.Parameter(typeof(TFrom));
        Expression number = typeof(TFrom) == typeof(bool) ? Expression.Condition(source, Expression.Constant(1), Expression.Constant(0)) : source;
        Expression body = typeof(TTo) == typeof(bool)
            ? Expression.NotEqual(number, Expression.Default(number.Type))
            : Expression.Convert(number, typeof(TTo));
        return Expression.Lambda<Func<TFrom, TTo>>(body, source).Compile();
    }

    private static bool IsPlain(Type type) => type == typeof(bool) || type == typeof(ReadOnlyMemory<char>) || ColumnTypes.Number(type) is not null;

    private static bool IsReal(Type type) => type == typeof(float) || type == typeof(double);

    private static bool IsWhole(Type type) => type == typeof(bool) || (ColumnTypes.Number(type) is not null && !IsReal(type));

    private static Func<TFrom, TTo> Parser<TFrom, TTo>()
    {
        if (typeof(TTo) == typeof(bool))
            return text => (TTo)(object)(bool.TryParse(((ReadOnlyMemory<char>)(object)text!).Span, out var value) ? value : ((ReadOnlyMemory<char>)(object)text).Span.Trim() is "1");
        var convert = Get<double, TTo>();
        return text =>
        {
            var span = ((ReadOnlyMemory<char>)(object)text!).Span.Trim();
            var isNumber = double.TryParse(span, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
            var isReal = typeof(TTo) == typeof(float) || typeof(TTo) == typeof(double);
            return convert(isNumber && (isReal || double.IsFinite(value)) ? value : isReal && span.Length > 0 ? double.NaN : 0);
        };
    }
}
