using Gan.Onnx;
using Gan.Training.Native;

namespace Gan.Tests.Training.Native;

/// <summary>Loading TorchSharp's library where the system lacks a version it asks for, by whole processes of the
/// command.</summary>
[TestClass]
public sealed class NativeLoadingTests
{
    [TestMethod]
    public void A_library_that_asks_for_too_new_a_version_is_loaded_from_a_copy()
    {
        using var app = AppCopy.Create();
        app.Replace("libLibTorchSharp.so", AppCopy.FromTheFuture());

        var (code, output, errors) = app.Run("doctor");
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "asks for GLIBCXX_3.4.99");
        Assert.HasCount(1, app.Copies);

        // The second time the copy is there, and stays as it is.
        var written = File.GetLastWriteTimeUtc(app.Copies[0]);
        Assert.AreEqual(0, app.Train().ExitCode);
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(app.Copies[0]));
    }

    [TestMethod]
    public void A_file_of_that_name_in_the_cache_that_is_not_the_copy_is_replaced()
    {
        using var app = AppCopy.Create();
        app.Replace("libLibTorchSharp.so", AppCopy.FromTheFuture());
        Assert.AreEqual(0, app.Train().ExitCode);
        var copy = File.ReadAllBytes(app.Copies[0]);
        File.WriteAllBytes(app.Copies[0], copy[..1000]);

        Assert.AreEqual(0, app.Train().ExitCode);
        CollectionAssert.AreEqual(copy, File.ReadAllBytes(app.Copies[0]));
    }

    [TestMethod]
    public void A_cache_that_cannot_be_written_to_costs_nothing_but_a_copy_each_time()
    {
        using var app = AppCopy.Create();
        app.Replace("libLibTorchSharp.so", AppCopy.FromTheFuture());
        app.Cache = "/dev/null/cache";

        var (code, output, errors) = app.Run("doctor");
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "a temporary copy (the cache folder '/dev/null/cache/gan/native' cannot be written to)");
        Assert.IsEmpty(Directory.GetDirectories(Path.GetTempPath(), "gan-native-*"), "the copy is left behind");
    }

    [TestMethod]
    public void Processes_that_start_at_once_make_one_copy()
    {
        using var app = AppCopy.Create();
        app.Replace("libLibTorchSharp.so", AppCopy.FromTheFuture());

        var processes = Enumerable.Range(0, 4).Select(_ => app.Start("doctor")).ToArray();
        foreach (var process in processes)
        {
            using (process)
            {
                var (code, output, errors) = process.Wait();
                Assert.AreEqual(0, code, errors);
                StringAssert.Contains(output, "right, ");
            }
        }

        Assert.HasCount(1, app.Copies);
    }

    [TestMethod]
    public void A_library_that_needs_nothing_is_loaded_as_it_is()
    {
        TorchLibrary.Load();
        using var folder = new TestFolder();
        Assert.AreNotEqual(
            0,
            NativeLoading.Load(
                NativeFiles.Find("libtorch_cpu.so") ?? NativeFiles.Find("torch_cpu.dll")!,
                folder["cache"],
                Assert.Fail
            )
        );
        Assert.IsFalse(Directory.Exists(folder["cache"]));
    }

    [TestMethod]
    public void A_version_that_the_library_does_use_is_not_gone_around()
    {
        using var app = AppCopy.Create();
        app.Replace("libLibTorchSharp.so", AppCopy.Replaced(AppCopy.Library, "GLIBCXX_3.4.21\0", "GLIBCXX_3.4.98\0"));

        var (code, _, errors) = app.Train();
        Assert.AreEqual(1, code, errors);
        StringAssert.Contains(errors, "it uses what GLIBCXX_3.4.98 brings, and this system lacks GLIBCXX_3.4.98.");
    }

    [TestMethod]
    public void A_truncated_or_foreign_library_is_refused_in_a_sentence()
    {
        using var app = AppCopy.Create();
        foreach (var name in new[] { "libLibTorchSharp.so", "libtorch_cpu.so" })
        {
            foreach (
                var (content, what) in new[]
                {
                    (AppCopy.Library[..100_000], "is damaged: its end is missing"),
                    ("MZ no library at all"u8.ToArray(), "is no 64-bit Linux library"),
                    ([], "is no 64-bit Linux library"),
                }
            )
            {
                app.Replace(name, content);
                var (code, output, errors) = app.Train();
                Assert.AreEqual(1, code, errors);
                StringAssert.Contains(errors, $"{name}' {what}: restore the packages again.");
                Assert.AreEqual("", output);
            }
        }
    }

    [TestMethod]
    public void An_app_without_libtorch_is_told_which_package_to_add()
    {
        using var app = AppCopy.Create();
        app.Replace("libtorch_cpu.so", null);

        var (code, output, errors) = app.Train();
        Assert.AreEqual(1, code, errors);
        StringAssert.StartsWith(
            errors,
            "This app has no libtorch, which training needs: add the package TorchSharp-cpu to it, or TorchSharp-cuda-linux"
        );
        Assert.AreEqual("", output);
    }

    [TestMethod]
    public void An_app_without_ONNX_Runtime_is_told_which_package_to_add()
    {
        using var app = AppCopy.Create();
        app.Replace("libonnxruntime.so", null);

        var (code, _, errors) = app.Run(
            "sample",
            "--bundle",
            Path.Combine(Engineering.SourceTree.Root, "models", "digits-dcgan"),
            "--out",
            "x.png"
        );
        Assert.AreEqual(1, code, errors);
        StringAssert.Contains(
            errors,
            "This app has no ONNX Runtime that can be loaded on linux-x64: add the package Microsoft.ML.OnnxRuntime.Gpu.Linux"
        );
        Assert.IsFalse(errors.Contains("   at ", StringComparison.Ordinal), errors);
    }

    [TestMethod]
    [DataRow("torch_cpu.dll", "linux-x64", "This app was built with the libtorch of Windows and runs on linux-x64")]
    [DataRow("libtorch_cpu.so", "osx-arm64", "This app was built with the libtorch of Linux and runs on osx-arm64")]
    [DataRow("libtorch_cpu.dylib", "win-x64", "This app was built with the libtorch of macOS and runs on win-x64")]
    [DataRow("libtorch_cpu.so", "linux-arm64", "This app's libtorch cannot be loaded on linux-arm64")]
    [DataRow("other.so", "linux-x64", "This app has no libtorch")]
    public void A_libtorch_of_another_platform_is_named(string file, string platform, string beginning)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder[file], "");
        StringAssert.StartsWith(NativeFiles.WhyAbsent([folder.Path], platform), beginning);
    }

    [TestMethod]
    public void A_library_that_is_not_there_is_refused_by_its_path()
    {
        var e = Assert.ThrowsExactly<GanException>(() => NativeLoading.Load("/nowhere/libx.so", "/nowhere", Assert.Fail));
        StringAssert.Contains(e.Message, "The library '/nowhere/libx.so' cannot be loaded");
    }
}
