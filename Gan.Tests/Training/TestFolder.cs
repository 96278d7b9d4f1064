namespace Gan.Tests.Training;

/// <summary>A folder that is there for one test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gan-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a pipe with a name, as <c>mkfifo</c> does.</summary>
    public void MakePipe(string name)
    {
        using var process = System.Diagnostics.Process.Start("mkfifo", [this[name]]);
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
