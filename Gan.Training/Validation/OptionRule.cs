using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Gan.Training.Schedules;

namespace Gan.Training.Validation;

/// <summary>What one property of options may hold, as a check and in words, both from its type and its attributes:
/// <see cref="RangeAttribute"/>, <see cref="MinLengthAttribute"/>, <see cref="ElementRangeAttribute"/> and every other
/// <see cref="ValidationAttribute"/>.</summary>
internal sealed class OptionRule
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<OptionRule>> Known = new();
    private readonly PropertyInfo _property;
    private readonly ValidationAttribute[] _attributes;
    private readonly bool _nullable;

    private OptionRule(PropertyInfo property)
    {
        _property = property;
        _attributes = [.. property.GetCustomAttributes<ValidationAttribute>()];
        _nullable = new NullabilityInfoContext().Create(property).WriteState != NullabilityState.NotNull;
        Group = property.GetCustomAttribute<CategoryAttribute>()?.Category;
        Range = Describe();
        Expected =
            IsList ? Elements("")
            : Range is null ? Noun
            : Type == typeof(bool) || Type.IsEnum || Attribute<ZeroOrAtLeastAttribute>() is not null ? Range
            : $"{Noun} {(Range.StartsWith("at ", StringComparison.Ordinal) ? "of " : "")}{Range}";
    }

    /// <summary>The property's name in kebab case.</summary>
    public string Name => Kebab(_property.Name);

    /// <summary>The property's own name.</summary>
    public string PropertyName => _property.Name;

    /// <summary>The type that declares the property.</summary>
    public Type DeclaringType => _property.DeclaringType!;

    /// <summary>What it holds; of a nullable number the number.</summary>
    public Type Type => Nullable.GetUnderlyingType(_property.PropertyType) ?? _property.PropertyType;

    /// <summary>What the option is for, in a word, where <see cref="CategoryAttribute"/> says so.</summary>
    public string? Group { get; }

    /// <summary>The values allowed, short: <c>at least 2</c>; null where all values of the type are.</summary>
    public string? Range { get; }

    /// <summary>The values allowed, with their kind: <c>a whole number of at least 2</c>.</summary>
    public string Expected { get; }

    private bool IsNumber => Type == typeof(double) || Type == typeof(float);

    private bool IsList => Type == typeof(IReadOnlyList<int>);

    private string Noun =>
        Type == typeof(int) || Type == typeof(long) ? "a whole number"
        : IsNumber ? "a number"
        : Type == typeof(string) ? "text"
        : $"a {Type.Name}";

    /// <summary>The rules of a type's options: its public properties that can be set.</summary>
    public static IReadOnlyList<OptionRule> Of(Type options) =>
        Known.GetOrAdd(
            options,
            type =>
                [
                    .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                        .Where(p => p.SetMethod is { IsPublic: true } && p.GetMethod is not null && p.GetIndexParameters() is [])
                        .Select(p => new OptionRule(p)),
                ]
        );

    /// <summary>A name in Pascal case in kebab case: <c>BatchSize</c> is <c>batch-size</c>.</summary>
    public static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>The value that options hold.</summary>
    public object? Get(object options) => _property.GetValue(options);

    /// <summary>Changes options. For copies that nobody else holds: what is set may be <c>init</c> only.</summary>
    public void Set(object options, object value) => _property.SetValue(options, value);

    /// <summary>What is wrong with the value that options hold, as a clause: <c>it must be at least 2.</c> Null if
    /// nothing.</summary>
    public string? Refuse(object options)
    {
        var value = Get(options);
        if (value is null)
            return _nullable ? null : "it must not be null.";
        if (!IsFinite(value) || (Type.IsEnum && !Enum.IsDefined(Type, value)))
            return $"it must be {Expected}.";
        var context = new ValidationContext(options) { MemberName = PropertyName };
        var refusing = _attributes.FirstOrDefault(a => a.GetValidationResult(value, context) != ValidationResult.Success);
        return refusing is null ? null
            : IsInWords(refusing) ? $"it must be {Expected}."
            : refusing.FormatErrorMessage(PropertyName);
    }

    /// <summary>What text must be to be read as a value, as a clause: how it is written, and what may have been meant.</summary>
    public string RefuseText(string text)
    {
        var expected =
            Type == typeof(Schedule) ? Schedule.Forms
            : IsList ? Elements(", separated by commas")
            : Expected;
        var hint =
            (IsNumber || Type == typeof(Schedule)) && text.Contains(',', StringComparison.Ordinal)
                ? ", with a decimal point, not a comma"
                : "";
        var nearest = Type.IsEnum ? $" Did you mean '{NearestName.Find(text, Enum.GetNames(Type))}'?" : "";
        return $"it must be {expected}{hint}.{nearest}";
    }

    /// <summary>Whether a value may hold options of its own.</summary>
    public static bool AreOptions(object value) =>
        value is not (string or IEnumerable or ValueType) && Of(value.GetType()).Any(r => r._attributes.Length > 0);

    private static bool IsInWords(ValidationAttribute attribute) =>
        attribute is RangeAttribute or MinLengthAttribute or ElementRangeAttribute or ZeroOrAtLeastAttribute;

    private static bool IsFinite(object value) =>
        value switch
        {
            double number => double.IsFinite(number),
            float number => float.IsFinite(number),
            _ => true,
        };

    private string? Describe()
    {
        if (Type == typeof(bool))
            return "true or false";
        if (Type.IsEnum)
            return Enum.GetNames(Type) is [.. var first, var last] ? $"{string.Join(", ", first)} or {last}" : null;
        if (Attribute<ElementRangeAttribute>() is { } each)
            return Attribute<MinLengthAttribute>() is null
                ? $"each at least {each.Minimum}, or none"
                : $"one or more, each at least {each.Minimum}";
        if (Attribute<ZeroOrAtLeastAttribute>() is { } zeroOr)
            return $"0, or at least {zeroOr.Minimum}";
        return Attribute<RangeAttribute>() is { } range ? Describe(range) : null;
    }

    private static string Describe(RangeAttribute range)
    {
        var (low, high) = (OptionValue.Format(range.Minimum), OptionValue.Format(range.Maximum));
        var from = range.MinimumIsExclusive ? $"above {low}" : $"at least {low}";
        if (range.Maximum is int.MaxValue || Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture) >= long.MaxValue)
            return from;
        return range.MaximumIsExclusive ? $"{from} and below {high}"
            : range.MinimumIsExclusive ? $"{from} and at most {high}"
            : $"from {low} to {high}";
    }

    private string Elements(string separated)
    {
        var range = Attribute<ElementRangeAttribute>() is { } each ? $" of at least {each.Minimum}" : "";
        var numbers = $"whole numbers{range}{separated}";
        return Attribute<MinLengthAttribute>() is null ? $"{numbers}, or none" : $"one or more {numbers}";
    }

    private T? Attribute<T>()
        where T : ValidationAttribute => _attributes.OfType<T>().FirstOrDefault();
}
