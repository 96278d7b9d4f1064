using TorchSharp.Modules;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;
using OptimizerOptions = TorchSharp.Modules.OptimizerOptions;

namespace Gan.Training;

/// <summary>An optimizer's state as TorchSharp writes it.</summary>
internal static class OptimizerBytes
{
    /// <summary>Writes it.</summary>
    public static void Save(OptimizerHelper optimizer, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        optimizer.save_state_dict(writer);
    }

    /// <summary>Reads it, unless it is not what such an optimizer writes.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static void Load(OptimizerHelper optimizer, byte[] bytes)
    {
        if (!Suits(optimizer, bytes))
            throw new InvalidDataException("the state of one of its optimizers is none.");
        using var reader = new BinaryReader(new MemoryStream(bytes));
        optimizer.load_state_dict(reader);
    }

    /// <summary>Whether bytes are laid out as the state of an optimizer is. TorchSharp makes tensors of whatever type and shape
    /// it reads, and libtorch ends the process for some. Of optimizers other than the recipes' own nothing is known.</summary>
    private static bool Suits(OptimizerHelper optimizer, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var dictionary = optimizer.state_dict();
        if (!dictionary.State.All(state => state is Modules.Adam.State or RMSProp.State or SGD.State))
            return true;
        var parameters = optimizer.parameters().ToArray();
        try
        {
            return reader.ReadString() == optimizer.GetType().Name
                && reader.Read7BitEncodedInt64() == dictionary.Options.Count
                && reader.Read7BitEncodedInt64() == dictionary.State.Count
                && dictionary.Options.All(options => HasBytes(reader, Length(options)))
                && dictionary.State.Zip(parameters).All(p => HasState(reader, p.First, p.Second))
                && reader.BaseStream.Position == bytes.Length;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or IOException)
        {
            return false;
        }
    }

    private static bool HasState(BinaryReader reader, OptimizerState state, Tensor parameter) =>
        state switch
        {
            Modules.Adam.State => HasBytes(reader, sizeof(long))
                && HasTensor(reader, parameter)
                && HasTensor(reader, parameter)
                && MayHaveTensor(reader, parameter),
            RMSProp.State => HasBytes(reader, sizeof(long))
                && HasTensor(reader, parameter)
                && MayHaveTensor(reader, parameter)
                && MayHaveTensor(reader, parameter),
            _ => MayHaveTensor(reader, parameter),
        };

    private static bool MayHaveTensor(BinaryReader reader, Tensor parameter) =>
        reader.ReadByte() switch
        {
            0 => true,
            1 => HasTensor(reader, parameter),
            _ => false,
        };

    /// <summary>Whether a tensor of a parameter's type and shape comes next.</summary>
    private static bool HasTensor(BinaryReader reader, Tensor parameter) =>
        reader.Read7BitEncodedInt64() == (long)parameter.dtype
        && reader.Read7BitEncodedInt64() == parameter.dim()
        && parameter.shape.All(length => reader.Read7BitEncodedInt64() == length)
        && HasBytes(reader, parameter.NumberOfElements * parameter.ElementSize);

    private static bool HasBytes(BinaryReader reader, long count)
    {
        reader.BaseStream.Position += count;
        return reader.BaseStream.Position <= reader.BaseStream.Length;
    }

    private static long Length(OptimizerOptions options)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        options.SaveStateDict(writer);
        writer.Flush();
        return buffer.Length;
    }
}
