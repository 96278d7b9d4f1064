using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Gan.Training.Data;
using Gan.Training.Reporting;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Gan.Cli.Diagnosis;

/// <summary>Looks at what training and inference stand on, one thing after the other; what fails is a finding too.</summary>
internal static class Doctor
{
    private const long LittleSpace = 2L << 30;

    public static IReadOnlyList<Finding> Examine() =>
    [
        new("Gan", RunEnvironment.PackageVersion(typeof(Doctor))),
        new(".NET", RuntimeInformation.FrameworkDescription),
        new("operating system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
        Processor(),
        Package("ML.NET", () => RunEnvironment.PackageVersion(typeof(MLContext))),
        Package("ONNX Runtime", () => $"{RunEnvironment.PackageVersion(typeof(InferenceSession))}, native {OrtEnv.Instance().GetVersionString()}"),
        .. Providers(),
        .. Torch(),
        Card(),
        Folder("data cache", DataDownload.DefaultFolder),
        Folder("temporary files", Path.GetTempPath()),
        Program("ffmpeg", "-version", "Without it runs get an animated PNG and no MP4. Install it with the system's package manager."),
    ];

    private static Finding Processor()
    {
        var threads = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        return new Finding("processor", string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores{(threads is null ? "" : $", OMP_NUM_THREADS={threads}")}"));
    }

    private static Finding Package(string name, Func<string> version)
    {
        try
        {
            return new Finding(name, version());
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or OnnxRuntimeException)
        {
            return new Finding(
                name, "cannot be loaded", $"{e.GetBaseException().Message.Split('\n')[0]} Build again after eng/setup.sh; GAN_PACKAGES=local builds what fits this machine.", IsBroken: true);
        }
    }

    private static IEnumerable<Finding> Providers()
    {
        string[] providers;
        try
        {
            providers = OrtEnv.Instance().GetAvailableProviders();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or OnnxRuntimeException)
        {
            // The package's own finding has said so.
            yield break;
        }

        yield return new Finding("execution providers", string.Join(", ", providers.Select(p => p.Replace("ExecutionProvider", "", StringComparison.Ordinal))));
        if (!providers.Contains("CUDAExecutionProvider")) yield break;
        yield return CudaProvider();
    }

    private static Finding CudaProvider()
    {
        const string Name = "CUDA provider";
        try
        {
            using var options = new SessionOptions();
            using var cuda = new OrtCUDAProviderOptions();
            options.AppendExecutionProvider_CUDA(cuda);
            return new Finding(Name, "can be used");
        }
        catch (Exception e) when (e is OnnxRuntimeException or DllNotFoundException or EntryPointNotFoundException)
        {
            var reason = e.Message.ReplaceLineEndings(" ");
            return HasCard
                ? new Finding(Name, "cannot be used", $"{reason} Install the CUDA runtime and cuDNN that this ONNX Runtime was built for; until then models run on the CPU.")
                : new Finding(Name, "not used: no NVIDIA card");
        }
    }

    private static IEnumerable<Finding> Torch()
    {
        var torchFinding = Package("libtorch", () => $"{torch.__version__}, TorchSharp {RunEnvironment.PackageVersion(typeof(torch))}");
        yield return torchFinding;
        if (torchFinding.IsBroken) yield break;
        yield return new Finding("libtorch's threads", torch.get_num_threads().ToString(CultureInfo.InvariantCulture),
            torch.get_num_threads() > Environment.ProcessorCount ? $"More threads than the {Environment.ProcessorCount} cores slow each other down: set OMP_NUM_THREADS={Environment.ProcessorCount}." : null);
        yield return Blas();
        var devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        yield return new Finding("libtorch's CUDA", devices == 0 ? "no device" : $"{devices} device{(devices == 1 ? "" : "s")}",
            devices == 0 && HasCard
                ? "There is an NVIDIA card, and this libtorch cannot use it. Take the package TorchSharp-cuda-linux, or build over a CUDA libtorch: eng/setup.sh --torch DIR." : null);
    }

    /// <summary>Which library multiplies matrices: the one that libtorch has loaded into this process.</summary>
    private static Finding Blas()
    {
        const string Name = "BLAS";
        // The first product of matrices loads what is loaded late.
        using (var scope = torch.NewDisposeScope()) torch.ones(2, 2).mm(torch.ones(2, 2));
        string[] known = ["mkl", "openblas", "blis", "armpl", "Accelerate", "libblas"];
        var loaded = LoadedLibraries().Where(l => known.Any(k => Path.GetFileName(l).Contains(k, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal).ToArray();
        if (loaded.Length == 0) return new Finding(Name, "inside libtorch");
        var real = loaded.Select(l => Path.GetFileName(File.ResolveLinkTarget(l, returnFinalTarget: true)?.FullName ?? l)).Distinct().ToArray();
        var advice = loaded.Any(l => l.Contains("openblas-pthread", StringComparison.Ordinal))
            ? "This OpenBLAS has threads of its own, which fight with libtorch's: training measured nearly 3 times slower. Install libopenblas0-openmp."
            : loaded.All(l => Path.GetFileName(l).StartsWith("libblas", StringComparison.Ordinal) && !l.Contains("openblas", StringComparison.Ordinal))
                ? "This is the reference BLAS: training measured nearly 4 times slower. Install libopenblas0-openmp." : null;
        return new Finding(Name, $"{string.Join(", ", real)} ({Path.GetDirectoryName(loaded[0])})", advice);
    }

    private static IEnumerable<string> LoadedLibraries() => OperatingSystem.IsLinux()
        ? File.ReadLines("/proc/self/maps").Select(l => l.IndexOf('/', StringComparison.Ordinal) is var at && at > 0 ? l[at..] : "").Where(p => p.Length > 0).Distinct()
        : [.. Process.GetCurrentProcess().Modules.Cast<ProcessModule>().Select(m => m.FileName)];

    private static bool HasCard => File.Exists("/proc/driver/nvidia/version") || File.Exists("/dev/nvidia0");

    private static Finding Card() => !HasCard ? new Finding("NVIDIA card", "none")
        : new Finding("NVIDIA card", File.Exists("/proc/driver/nvidia/version") ? File.ReadLines("/proc/driver/nvidia/version").First() : "there, version unknown");

    private static Finding Folder(string name, string folder)
    {
        try
        {
            var there = folder;
            while (!Directory.Exists(there)) there = Path.GetDirectoryName(there)!;
            var probe = Path.Combine(there, $".gan-{Guid.NewGuid():N}.tmp");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var free = new DriveInfo(there).AvailableFreeSpace;
            return new Finding(name, string.Create(CultureInfo.InvariantCulture, $"{folder}, {free / (double)(1 << 30):F1} GiB free"),
                free < LittleSpace ? "There is little space left: checkpoints and data sets may not fit." : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding(name, folder, $"It cannot be written to: {e.Message}");
        }
    }

    private static Finding Program(string name, string argument, string advice)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(name, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var line = process.StandardOutput.ReadLine() ?? "there";
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new Finding(name, line);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new Finding(name, "not installed", advice);
        }
    }
}
