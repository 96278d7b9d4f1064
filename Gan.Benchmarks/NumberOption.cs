using System.CommandLine;
using System.Numerics;

namespace Gan.Benchmarks;

/// <summary>Options that take a number from some smallest one on.</summary>
internal static class NumberOption
{
    /// <summary>Makes one.</summary>
    /// <param name="name">Its name, dashes included.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="leftOut">What it is when left out.</param>
    /// <param name="minimum">The smallest number that it takes.</param>
    public static Option<T> Create<T>(string name, string description, T leftOut, T minimum)
        where T : struct, INumber<T>
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => leftOut };
        option.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<T>() >= minimum))
                result.AddError($"{name} must be at least {minimum}.");
        });
        return option;
    }
}
