using System.ComponentModel.DataAnnotations;

namespace Gan.Training.Validation;

/// <summary>The whole numbers that each element of a list may be. A list may be empty unless <see cref="MinLengthAttribute"/>
/// says otherwise.</summary>
/// <param name="minimum">The smallest number allowed.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ElementRangeAttribute(int minimum) : ValidationAttribute
{
    /// <summary>The smallest number allowed.</summary>
    public int Minimum { get; } = minimum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null || (value is IEnumerable<int> elements && elements.All(e => e >= Minimum));
}

/// <summary>Zero, which switches something off, or at least so many.</summary>
/// <param name="minimum">The smallest number but zero.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ZeroOrAtLeastAttribute(int minimum) : ValidationAttribute
{
    /// <summary>The smallest number but zero.</summary>
    public int Minimum { get; } = minimum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is int number && (number == 0 || number >= Minimum);
}
