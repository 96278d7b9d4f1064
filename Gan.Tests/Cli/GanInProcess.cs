using Gan.Cli.Commands;

namespace Gan.Tests.Cli;

/// <summary>Runs the <c>gan</c> command inside the tests' process, which is quicker than a process of its own.</summary>
internal static class GanInProcess
{
    private static readonly Lock Gate = new();

    /// <summary>Runs and expects exit code 1 and a sentence, not a stack trace.</summary>
    public static void Refuses(string[] arguments, string expected)
    {
        var (code, _, errors) = Run(arguments);
        var command = string.Join(' ', arguments);
        Assert.AreEqual(1, code, $"{command}: {errors}");
        StringAssert.Contains(errors, expected, command);
        Assert.IsFalse(errors.Contains("   at ", StringComparison.Ordinal), $"a stack trace: {command}: {errors}");
    }

    public static (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        lock (Gate)
        {
            var (output, errors) = (Console.Out, Console.Error);
            using StringWriter captured = new(),
                capturedErrors = new();
            Console.SetOut(captured);
            Console.SetError(capturedErrors);
            try
            {
                var code = CommandTree.RunAsync(arguments).GetAwaiter().GetResult();
                return (code, captured.ToString(), capturedErrors.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(errors);
            }
        }
    }
}
