using System.Diagnostics;
using System.Globalization;
using Gan.Onnx;

namespace Gan.Benchmarks.Peers;

/// <summary>Python's torch in a process of its own, doing the same work on command.</summary>
internal sealed class PythonTorch : IDisposable
{
    private readonly Process _process;

    /// <summary>Whether there is a Python with torch.</summary>
    public static bool IsThere()
    {
        try
        {
            using var python = Process.Start(
                new ProcessStartInfo(Interpreter, ["-c", "import numpy, torch"]) { RedirectStandardError = true }
            )!;
            python.StandardError.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Debian's torch belongs to Debian's Python, whatever python3 comes first on the path.</summary>
    public static string Interpreter => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    public PythonTorch(int threads)
    {
        var start = new ProcessStartInfo(Interpreter) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Peers", "torch_peer.py"));
        start.ArgumentList.Add(threads.ToString(CultureInfo.InvariantCulture));
        _process = Process.Start(start)!;
    }

    /// <summary>Builds a workload.</summary>
    /// <returns>torch's version and its number of threads.</returns>
    /// <exception cref="GanException">There is no Python with torch here.</exception>
    public string Prepare(string workload) => Ask($"prepare {workload}");

    /// <summary>Runs it so many times.</summary>
    /// <returns>The seconds that took, by Python's own clock.</returns>
    public double Run(int count) => double.Parse(Ask($"run {count}"), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The peer ended by itself, and closed the pipe.
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }

    private string Ask(string command)
    {
        try
        {
            _process.StandardInput.WriteLine(command);
            _process.StandardInput.Flush();
            return _process.StandardOutput.ReadLine() ?? throw new IOException("it ended");
        }
        catch (IOException e)
        {
            throw new GanException(
                "Python's torch is needed as the peer; install it, for example with apt-get install python3-torch.",
                e
            );
        }
    }
}
