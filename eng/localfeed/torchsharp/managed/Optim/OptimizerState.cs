using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    internal Parameter Parameter => _parameter;

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public abstract void Initialize(OptimizerOptions options);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device)
    {
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device)
    {
        result?.Dispose();
        result = null;
        if (!reader.ReadBoolean())
            return;
        using var scope = NewDisposeScope();
        result = TensorExtensionMethods.Load(reader).to(device).DetachFromDisposeScope();
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    /// <summary>A copy for this state of another's tensor.</summary>
    private protected static void CopyTensor(ref Tensor target, Tensor source, Device device)
    {
        Tensor previous = target;
        if (source is null)
        {
            target = null;
        }
        else
        {
            using var scope = NewDisposeScope();
            target = source.to(device, copy: true).DetachFromDisposeScope();
        }
        if (!ReferenceEquals(previous, source))
            previous?.Dispose();
    }

    private protected static void MoveTensor(Tensor tensor, Device device)
    {
        if (tensor is null)
            return;
        using var scope = NewDisposeScope();
        tensor.ReplaceHandle(tensor.to(device, copy: true));
    }

    private protected static Tensor ZerosFor(Parameter parameter) => zeros_like(parameter).DetachFromDisposeScope();

    private protected static bool Close(Tensor left, Tensor right) => left is null ? right is null : right is not null && left.allclose(right);
}
