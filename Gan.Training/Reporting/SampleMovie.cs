using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Gan.Onnx;

namespace Gan.Training.Reporting;

/// <summary>Makes moving pictures of the grids of samples that a run drew: an animated PNG always, MP4 where ffmpeg is
/// installed.</summary>
internal static class SampleMovie
{
    private const int MaximumFrames = 120;
    private const int FramesPerSecond = 10;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>Makes the files <see cref="RunFolder.Animation"/> and, where ffmpeg is installed,
    /// <see cref="RunFolder.Movie"/>.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="cancellation">Stops ffmpeg.</param>
    /// <returns>The files made; none where the run drew no samples.</returns>
    /// <exception cref="GanException">The animation cannot be written.</exception>
    public static IReadOnlyList<string> Save(RunFolder folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var steps = folder.SampleSteps();
        if (steps.Count == 0)
            return [];
        // A run that went on with other settings may have drawn grids of another size before.
        var frames = Thinned(steps).Select(s => File.ReadAllBytes(folder.Samples(s))).ToArray();
        var last = frames[^1].AsSpan(0, Math.Min(33, frames[^1].Length)).ToArray();
        frames = [.. frames.Where(f => f.AsSpan().StartsWith(last))];
        AnimatedPng.Save(folder.Animation, frames, TimeSpan.FromSeconds(1.0 / FramesPerSecond), Rest);
        return SaveMovie(folder.Movie, frames, cancellation) ? [folder.Animation, folder.Movie] : [folder.Animation];
    }

    private static IEnumerable<long> Thinned(IReadOnlyList<long> steps) =>
        steps.Count <= MaximumFrames
            ? steps
            : Enumerable.Range(0, MaximumFrames).Select(i => steps[(int)((long)i * (steps.Count - 1) / (MaximumFrames - 1))]);

    /// <summary>Whether ffmpeg was there and made the file.</summary>
    private static bool SaveMovie(string path, byte[][] frames, CancellationToken cancellation)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        string[] arguments =
        [
            "-loglevel",
            "error",
            "-y",
            "-f",
            "image2pipe",
            "-c:v",
            "png",
            "-framerate",
            FramesPerSecond.ToString(CultureInfo.InvariantCulture),
            "-i",
            "-",
            // H.264 as browsers play it wants even sides and halved colour. The last frame stands still for a while.
            "-vf",
            $"pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white,tpad=stop_mode=clone:stop_duration={(int)Rest.TotalSeconds}",
            "-pix_fmt",
            "yuv420p",
            // More compression than this costs several times the time, and the training may share the machine with others.
            "-preset",
            "veryfast",
            "-threads",
            "1",
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
            temporary,
        ];
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("ffmpeg", arguments)
                {
                    RedirectStandardInput = true,
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            )!;
            // What it says is not looked at, but read: a full pipe would stop it for ever.
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            using var stop = cancellation.Register(() => process.Kill());
            foreach (var frame in frames)
                process.StandardInput.BaseStream.Write(frame);
            process.StandardInput.Close();
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            if (process.ExitCode != 0)
                return false;
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        // No ffmpeg, or one that ended early: the animated PNG is there anyhow.
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
