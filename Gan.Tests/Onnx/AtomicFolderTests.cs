using System.Diagnostics;
using Gan.Onnx;
using Gan.Tests.Training;

namespace Gan.Tests.Onnx;

[TestClass]
public sealed class AtomicFolderTests
{
    private static readonly Dictionary<string, byte[]> Files = new() { ["a.txt"] = [1], ["sub/b.txt"] = [2] };

    [TestMethod]
    public void A_folder_is_replaced_by_the_files_and_nothing_is_left_beside_it()
    {
        using var root = new TestFolder();
        Directory.CreateDirectory(root["made"]);
        File.WriteAllText(root["made/old.txt"], "old");

        AtomicFolder.Write(root["made"], root.Path, Files);

        Assert.AreEqual("a.txt b.txt", Names(root["made"]));
        CollectionAssert.AreEqual(new[] { root["made"] }, Directory.GetFileSystemEntries(root.Path));
    }

    [TestMethod]
    public void An_old_folder_that_cannot_be_removed_is_no_failure()
    {
        using var root = new TestFolder();
        Directory.CreateDirectory(root["made/mounted"]);
        if (!Run("mount", "-t", "tmpfs", "tmpfs", root["made/mounted"]))
            Assert.Inconclusive("A file system cannot be mounted here; that needs Linux and root.");
        try
        {
            AtomicFolder.Write(root["made"], root.Path, Files);

            Assert.AreEqual("a.txt b.txt", Names(root["made"]));
            Assert.HasCount(2, Directory.GetDirectories(root.Path), "the old folder steps aside and stays");
        }
        finally
        {
            foreach (var folder in Directory.GetDirectories(root.Path))
                Run("umount", Path.Combine(folder, "mounted"));
        }
    }

    private static string Names(string folder) =>
        string.Join(' ', Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());

    private static bool Run(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
