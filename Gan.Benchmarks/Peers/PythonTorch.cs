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

    /// <summary>The Python that the environment variable GAN_PYTHON names; else Debian's, to which Debian's torch belongs,
    /// whatever python3 comes first on the path.</summary>
    public static string Interpreter =>
        Environment.GetEnvironmentVariable("GAN_PYTHON") ?? (File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3");

    /// <summary>Starts it.</summary>
    /// <param name="threads">How many threads it works with.</param>
    /// <param name="device">What it works on, such as <c>cpu</c> or <c>cuda:0</c>.</param>
    /// <param name="maps">Feature maps of the convolutional games.</param>
    /// <param name="batch">Samples of a batch.</param>
    /// <exception cref="GanException">There is no such Python.</exception>
    public PythonTorch(int threads, string device, int maps, int batch)
    {
        var start = new ProcessStartInfo(Interpreter) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Peers", "torch_peer.py"));
        foreach (var number in new[] { threads, maps, batch })
            start.ArgumentList.Add(number.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(device);
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw Missing(e);
        }
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
            throw Missing(e);
        }
    }

    private static GanException Missing(Exception e) =>
        new(
            $"Python's torch is needed as the peer, and '{Interpreter}' has none: install it, for example with apt-get install "
                + "python3-torch, or name another Python in the environment variable GAN_PYTHON.",
            e
        );
}
