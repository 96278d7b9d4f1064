using System.ComponentModel.DataAnnotations;
using Gan.Onnx;

namespace Gan.Training.Validation;

/// <summary>An option that is not as it must be.</summary>
/// <param name="Options">What holds it.</param>
/// <param name="Rule">What it may hold.</param>
/// <param name="Clause">What is wrong: <c>it must be a whole number of at least 2.</c></param>
internal sealed record OptionProblem(object Options, OptionRule Rule, string Clause)
{
    /// <summary>The value as text.</summary>
    public string Value => OptionValue.Format(Rule.Get(Options));

    /// <summary>A sentence in the words of code: <c>DcganRecipe.BatchSize is 1; it must be a whole number of at least
    /// 2.</c></summary>
    public string InCode
    {
        get
        {
            var value =
                Rule.Get(Options) is null ? "null"
                : Value.Length == 0 ? "empty"
                : Value;
            return $"{Options.GetType().Name}.{Rule.PropertyName} is {value}; {Clause}";
        }
    }
}

/// <summary>Checks options, and those inside them, by the attributes of their properties, and by <see cref="IValidatableObject"/>
/// where an option depends on another.</summary>
internal static class OptionCheck
{
    /// <summary>Refuses options out of range.</summary>
    /// <param name="options">A record of options.</param>
    /// <exception cref="GanException">An option is not as it must be.</exception>
    public static void Require(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Find(options) is { } problem)
            throw new GanException(problem.InCode);
    }

    /// <summary>The first option that is not as it must be; null if all are.</summary>
    /// <param name="options">A record of options.</param>
    public static OptionProblem? Find(object options)
    {
        foreach (var rule in OptionRule.Of(options.GetType()))
        {
            if (rule.Refuse(options) is { } clause)
                return new OptionProblem(options, rule, clause);
            if (rule.Get(options) is { } value && OptionRule.AreOptions(value) && Find(value) is { } inner)
                return inner;
        }

        return options is IValidatableObject dependent ? FindDependent(options, dependent) : null;
    }

    private static OptionProblem? FindDependent(object options, IValidatableObject dependent)
    {
        if (dependent.Validate(new ValidationContext(options)).FirstOrDefault() is not { } result)
            return null;
        var name = result.MemberNames.First();
        var rule = OptionRule.Of(options.GetType()).First(r => r.PropertyName == name);
        return new OptionProblem(options, rule, result.ErrorMessage!);
    }
}
