using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Gan.Onnx;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Native;
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
            Package(
                "ONNX Runtime",
                () =>
                {
                    OnnxRuntimeLibrary.Load();
                    return $"{RunEnvironment.PackageVersion(typeof(InferenceSession))}, native "
                        + $"{OrtEnv.Instance().GetVersionString()}";
                }
            ),
            .. Providers(),
            .. Torch(),
            Card(),
            Folder("data cache", DataDownload.DefaultFolder),
            Folder("temporary files", Path.GetTempPath()),
            Program(
                "ffmpeg",
                "-version",
                "Without it runs get an animated PNG and no MP4. Install it with the system's package manager."
            ),
        ];

    private static Finding Processor()
    {
        var threads = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        return new Finding(
            "processor",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} cores{(threads is null ? "" : $", OMP_NUM_THREADS={threads}")}"
            )
        );
    }

    private static Finding Package(string name, Func<string> version)
    {
        try
        {
            return new Finding(name, version());
        }
        catch (Exception e)
            when (e
                    is GanException
                        or TypeInitializationException
                        or DllNotFoundException
                        or EntryPointNotFoundException
                        or BadImageFormatException
                        or OnnxRuntimeException
            )
        {
            var reason = e is GanException ? e.Message : e.GetBaseException().Message.Split('\n')[0];
            return new Finding(name, "cannot be loaded", reason, IsBroken: true);
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

        yield return new Finding(
            "execution providers",
            string.Join(", ", providers.Select(p => p.Replace("ExecutionProvider", "", StringComparison.Ordinal)))
        );
        if (providers.Contains("CUDAExecutionProvider"))
            yield return CudaProvider();
    }

    private static Finding CudaProvider()
    {
        const string Name = "CUDA provider";
        if (!HasCard)
            return new Finding(Name, "not used: no NVIDIA card");
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
            return new Finding(
                Name,
                "cannot be used",
                $"{reason} Install CUDA 13 and cuDNN 9, which this ONNX Runtime was built for; until then models run on the CPU."
            );
        }
    }

    private static IEnumerable<Finding> Torch()
    {
        var torchFinding = Package(
            "libtorch",
            () =>
            {
                TorchLibrary.Load();
                return $"{torch.__version__}, TorchSharp {RunEnvironment.PackageVersion(typeof(torch))}";
            }
        );
        yield return torchFinding;
        if (torchFinding.IsBroken)
            yield break;
        if (TorchLibrary.LoadingNotice is { } notice)
            yield return new Finding("libtorch's loading", notice);
        var warning = TorchLibrary.ConvolutionWarning;
        yield return new Finding("convolutions", warning is null ? "right, by oneDNN" : "right, without oneDNN", warning);
        yield return new Finding("products of matrices", OneDnnProduct.IsUsed ? "by oneDNN" : "by libtorch's own choice");
        yield return new Finding(
            "libtorch's threads",
            torch.get_num_threads().ToString(CultureInfo.InvariantCulture),
            torch.get_num_threads() > Environment.ProcessorCount
                ? $"More threads than the {Environment.ProcessorCount} cores slow each other down: set "
                    + $"OMP_NUM_THREADS={Environment.ProcessorCount}."
                : null
        );
        var devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        yield return new Finding(
            "libtorch's CUDA",
            devices == 0 ? "no device" : $"{devices} device{(devices == 1 ? "" : "s")}",
            devices == 0 && HasCard
                ? "There is an NVIDIA card, and this libtorch cannot use it: build with -p:GanCuda=true, which takes "
                    + "TorchSharp-cuda-linux or "
                    + "TorchSharp-cuda-windows."
                : null
        );
    }

    private static bool HasCard => File.Exists("/proc/driver/nvidia/version") || File.Exists("/dev/nvidia0");

    private static Finding Card() =>
        !HasCard
            ? new Finding("NVIDIA card", "none")
            : new Finding(
                "NVIDIA card",
                File.Exists("/proc/driver/nvidia/version")
                    ? File.ReadLines("/proc/driver/nvidia/version").First()
                    : "there, version unknown"
            );

    private static Finding Folder(string name, string folder)
    {
        try
        {
            var there = folder;
            while (!Directory.Exists(there))
                there = Path.GetDirectoryName(there)!;
            var probe = Path.Combine(there, $".gan-{Guid.NewGuid():N}.tmp");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var free = new DriveInfo(there).AvailableFreeSpace;
            return new Finding(
                name,
                string.Create(CultureInfo.InvariantCulture, $"{folder}, {free / (double)(1 << 30):F1} GiB free"),
                free < LittleSpace ? "There is little space left: checkpoints and data sets may not fit." : null
            );
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
            using var process = Process.Start(
                new ProcessStartInfo(name, argument) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
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
