using Gan.Onnx;
using Gan.Training;

namespace Gan.Cli.Commands;

/// <summary>The files that the options of a command name, some to read and some to write.</summary>
internal static class NamedFiles
{
    /// <summary>Refuses, before any work, to write over what is read, one file twice, or what no file should take the place
    /// of.</summary>
    /// <param name="read">What is read, each with its option; folders, and what is not there, are nobody's to write over.</param>
    /// <param name="written">The files to make or replace, each with its option; null for none.</param>
    /// <exception cref="GanException">Two of them are one file, by whatever name or link, or something else stands at one to
    /// write.</exception>
    public static void RequireApart(
        IEnumerable<(string Option, string? Path)> read,
        params IEnumerable<(string Option, string? Path)> written
    )
    {
        var inputs = read.Where(r => File.Exists(r.Path)).ToArray();
        var outputs = written.Where(w => !string.IsNullOrEmpty(w.Path)).ToArray();
        for (var i = 0; i < outputs.Length; i++)
        {
            var (option, path) = outputs[i];
            if (Array.Find(inputs, r => FileLinks.AreSame(r.Path!, path!)) is { Path: { } } input)
                throw new GanException(
                    $"{option} would replace '{path}', which is read as {input.Option}. They must be different files."
                );
            if (Array.Find(outputs[..i], o => FileLinks.AreSame(o.Path!, path!)) is { Path: { } } other)
                throw new GanException($"{other.Option} and {option} are both '{path}'. They must be different files.");
            AtomicFile.RequireReplaceable(path!);
        }
    }
}
