using Gan.Onnx;

namespace Gan.Training;

/// <summary>A new file that remembers why it could not be written: who writes to it may throw something else then, or the same
/// for reasons of their own.</summary>
internal sealed class OutputFile(string path) : FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None)
{
    /// <summary>What was thrown first, also when it was closed; null where all was written.</summary>
    public Exception? Failure { get; private set; }

    // Spans come here too, as they do in every type that derives from a file's stream.
    public override void Write(byte[] buffer, int offset, int count) => Watch(() => base.Write(buffer, offset, count));

    public override void WriteByte(byte value) => Watch(() => base.WriteByte(value));

    /// <summary>What could not be written is not tried again: Parquet's library would print that it failed once more.</summary>
    public override void Flush(bool flushToDisk)
    {
        if (Failure is null)
            Watch(() => base.Flush(flushToDisk));
    }

    public override void SetLength(long value) => Watch(() => base.SetLength(value));

    /// <summary>Does not throw, since Parquet's library, which may be who closes it, would print that too.</summary>
    protected override void Dispose(bool disposing)
    {
        try
        {
            base.Dispose(disposing);
        }
        catch (Exception e) when (WriteFailure.Is(e))
        {
            Failure ??= e;
        }
    }

    private void Watch(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (WriteFailure.Is(e))
        {
            Failure ??= e;
            throw;
        }
    }
}
