using System.Diagnostics;

namespace Gan.Tests.Engineering;

/// <summary>Runs pieces of the set-up scripts.</summary>
internal static class Bash
{
    /// <summary>Runs a script in the root of the tree with the parts of <c>eng/lib</c> at hand.</summary>
    /// <param name="script">The commands; <c>$work</c> is an empty folder that is deleted afterwards.</param>
    /// <returns>The exit code, and standard output and error, without the last line break.</returns>
    /// <remarks>The test is inconclusive on a machine without bash, where set-up does not run either.</remarks>
    public static (int ExitCode, string Output, string Error) Run(string script)
    {
        const string Libraries =
            """
            set -euo pipefail
            root=$PWD
            state=$work/state
            torch=''
            for part in common families index debian feed; do source "eng/lib/$part.sh"; done

            """;
        var work = Directory.CreateTempSubdirectory("gan-setup-");
        try
        {
            var start = new ProcessStartInfo("bash", ["-c", Libraries + script])
            {
                WorkingDirectory = SourceTree.Root,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["work"] = work.FullName;
            // Leaves the lock and its folder alone: nothing here gets as far as needing it.
            start.Environment["GAN_SETUP_LOCKED"] = "1";
            start.Environment.Remove("GAN_PACKAGES");
            start.Environment.Remove("GAN_TORCH");
            using var process = Start(start);
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output.TrimEnd('\n'), error.Result.TrimEnd('\n'));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new AssertInconclusiveException("There is no bash on this machine.");
        }
    }
}
