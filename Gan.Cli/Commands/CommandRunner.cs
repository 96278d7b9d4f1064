using Gan.Onnx;

namespace Gan.Cli.Commands;

/// <summary>Turns what goes wrong into a sentence and an exit code.</summary>
internal static class CommandRunner
{
    private const string TorchAllocator = "DefaultCPUAllocator: ";

    private static readonly string[] LacksMemory = ["allocate memory", "not enough memory", "out of memory"];

    /// <summary>Runs the command line.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="name">The command's name.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> command, string name)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (e is GanException or IOException or UnauthorizedAccessException)
        {
            await Say(e.Message);
            return ExitCodes.Failed;
        }
        catch (StoppedException e)
        {
            await Say($"Stopped. {e.Message}");
            return ExitCodes.Cancelled;
        }
        catch (OperationCanceledException)
        {
            await Say($"Stopped. {WhatIsLeft(name)}");
            return ExitCodes.Cancelled;
        }
        catch (Exception e) when (LackOfMemory(e) is { } what)
        {
            await Say(
                $"There is not enough memory: {what} Take smaller batches or networks, fewer or smaller samples, "
                    + "or a larger machine; 'gan train --dry-run' measures what a run takes."
            );
            return ExitCodes.Failed;
        }
        catch (Exception e)
        {
            await Say($"This is a defect of gan; please report it with the command line and these lines.\n{e}");
            return ExitCodes.Defect;
        }
    }

    /// <summary>Says what went wrong where that can be said: standard error may be what is full or closed.</summary>
    public static async Task Say(string what)
    {
        try
        {
            await Console.Error.WriteLineAsync(what);
        }
        catch (IOException)
        {
            // The exit code tells.
        }
    }

    /// <summary>How much memory was asked for that is not there, in the words of who asked; null where something else went
    /// wrong. What libtorch and ONNX Runtime throw can be told from other failures by its words alone.</summary>
    private static string? LackOfMemory(Exception? e)
    {
        if (e is null or OutOfMemoryException)
            return e?.Message;
        var line = e.Message.Split('\n')[0].Trim();
        if (!LacksMemory.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase)))
            return LackOfMemory(e.InnerException);
        // What stands before is of use to libtorch's makers alone.
        return line[
                (line.IndexOf(TorchAllocator, StringComparison.Ordinal) is var at and >= 0 ? at + TorchAllocator.Length : 0)..
            ]
                .TrimEnd('.') + ".";
    }

    /// <summary>What a command that Ctrl-C stopped has left.</summary>
    private static string WhatIsLeft(string name) =>
        name == "evaluate" ? "Nothing was written." : "No file was left half-written.";

    /// <summary>Reads something, and does not keep Ctrl-C waiting for that: what reads writes nothing, and ends with the
    /// process.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static T Await<T>(Func<T> read, CancellationToken cancellation) =>
        Task.Run(read, CancellationToken.None).WaitAsync(cancellation).GetAwaiter().GetResult();

    /// <summary>Runs work on another thread, so that Ctrl-C is seen while it goes on.</summary>
    public static Task<int> Work(Action work, CancellationToken cancellation) =>
        Task.Run(
            () =>
            {
                work();
                return ExitCodes.Done;
            },
            cancellation
        );
}
