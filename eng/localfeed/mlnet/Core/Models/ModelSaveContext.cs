using System.Text;

namespace Microsoft.ML;

/// <summary>Where one model writes itself: its main stream, named streams of its own, and models inside it.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal const string MainStream = "Model.key";

    internal readonly RepositoryWriter Repository;
    internal readonly string Directory;
    internal readonly BinaryWriter Writer;

    private readonly MemoryStream _body = new();
    private VersionInfo? _version;

    internal ModelSaveContext(RepositoryWriter rep, string dir)
    {
        Repository = rep;
        Directory = dir;
        Writer = new BinaryWriter(_body, Encoding.UTF8, leaveOpen: true);
    }

    internal bool InRepository => true;

    internal void CheckAtModel()
    {
        if (_body.Position != 0 || _version is not null)
            throw new InvalidOperationException("The model is already partly written.");
    }

    internal void SetVersionInfo(VersionInfo ver) => _version = ver;

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            action(writer);
        Repository.Add(Combine(Directory, name), stream.ToArray());
    }

    internal void SaveTextStream(string name, Action<TextWriter> action)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true))
            action(writer);
        Repository.Add(Combine(Directory, name), stream.ToArray());
    }

    internal void SaveString(string str) => Writer.Write(str ?? throw new ArgumentNullException(nameof(str)));

    internal void SaveStringOrNull(string? str)
    {
        Writer.Write(str is not null);
        if (str is not null)
            Writer.Write(str);
    }

    internal void SaveNonEmptyString(string str)
    {
        ArgumentException.ThrowIfNullOrEmpty(str);
        Writer.Write(str);
    }

    /// <summary>Writes a model inside this one.</summary>
    internal void SaveModel<T>(T value, string name)
        where T : class => SaveModel(Repository, value, Combine(Directory, name));

    internal static void SaveModel<T>(RepositoryWriter rep, T value, string path)
        where T : class
    {
        if (value is not ICanSaveModel model)
            throw new InvalidOperationException($"A {value?.GetType().Name ?? "null"} cannot be saved: it is not an ICanSaveModel.");
        using var ctx = new ModelSaveContext(rep, path);
        model.Save(ctx);
        ctx.Done();
    }

    internal void Done()
    {
        if (_version is not { } version)
            throw new InvalidOperationException($"The model '{Directory}' was saved without saying its version.");
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        version.Write(writer);
        Writer.Flush();
        writer.Write(_body.ToArray());
        writer.Flush();
        Repository.Add(Combine(Directory, MainStream), stream.ToArray());
    }

    public void Dispose()
    {
        Writer.Dispose();
        _body.Dispose();
    }

    internal static string Combine(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";
}
