using Gan.Onnx;
using Gan.Training.Methods;
using Gan.Training.Validation;

namespace Gan.Cli.Runs;

/// <summary>Checks options, and says in the words of the command line what is wrong with one.</summary>
internal static class OptionProblems
{
    /// <summary>Refuses options out of range.</summary>
    /// <param name="options">A record whose properties have the names of the command line's options.</param>
    /// <param name="prefix">What the names on the command line begin with beside those of the properties.</param>
    /// <exception cref="GanException">An option is not as it must be.</exception>
    public static void Require(object options, string prefix = "")
    {
        if (OptionCheck.Find(options) is { } problem)
            throw new GanException(
                problem.Options is Recipe
                    ? Lead(problem.Rule.Name, problem.Value) + problem.Clause
                    : $"--{prefix}{problem.Rule.Name} is {problem.Value}; it must be {problem.Rule.Range}."
            );
    }

    /// <summary>The beginning of a sentence on a recipe's setting.</summary>
    public static string Lead(string name, string value) => $"{TrainOptions.SetName} {name}={value}: ";
}
