using Gan.Onnx;

namespace Gan.Training;

/// <summary>Writes a file whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary name beside the file, then renames. Missing folders are made. Where a link stands, what it
    /// leads to is written.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="write">Writes the content to a stream that can seek.</param>
    /// <exception cref="GanException">The file cannot be written; what stood there before is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        RequireReplaceable(path);
        var target = FileLinks.Resolve(path);
        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        OutputFile? stream = null;
        try
        {
            CreateFolder(Path.GetDirectoryName(target)!);
            try
            {
                using (stream = new OutputFile(temporary))
                    write(stream);
                if (stream.Failure is not null)
                    throw new IOException("Not all was written.", stream.Failure);
                File.Move(temporary, target, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        // Whatever came of it.
        catch (Exception e) when (stream?.Failure is { } failure)
        {
            throw new GanException($"The file '{path}' could not be written: {WriteFailure.Reason(failure)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The file '{path}' could not be written: {e.Message}", e);
        }
    }

    /// <summary>Finds out whether a file can be written, before work that it is to hold the result of. Missing folders are
    /// made.</summary>
    /// <param name="path">The file to come; what stands there is untouched.</param>
    /// <exception cref="GanException">It cannot be written.</exception>
    public static void RequireWritable(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireReplaceable(path);
        var target = FileLinks.Resolve(path);
        CreateFolder(Path.GetDirectoryName(target)!);
        try
        {
            if (Directory.Exists(target))
                throw new IOException("it is a folder.");
            using var trial = new FileStream(
                $"{target}.{Environment.ProcessId}.tmp",
                FileMode.Create,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The file '{path}' could not be written: {e.Message}", e);
        }
    }

    /// <summary>Refuses what a file made beside it would take the place of for good, such as a pipe that somebody waits
    /// at.</summary>
    /// <param name="path">The file to come.</param>
    /// <exception cref="GanException">A pipe, a device or a socket stands there.</exception>
    public static void RequireReplaceable(string path)
    {
        if (SpecialFile.Kind(path) is { } kind)
            throw new GanException(
                $"The file '{path}' could not be written: it is {kind}, and a file that is made whole would take its place. Name "
                    + "a file, and pass that on."
            );
    }

    /// <summary>Makes a folder, and those above it, where it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="GanException">It cannot be made.</exception>
    public static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The folder '{folder}' could not be made: {e.Message}", e);
        }
    }

    /// <summary>Writes text as UTF-8, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="GanException">The file cannot be written; what stood there before is untouched.</exception>
    public static void WriteText(string path, string text) =>
        Write(
            path,
            stream =>
            {
                using var writer = new StreamWriter(stream);
                writer.Write(text);
            }
        );
}
