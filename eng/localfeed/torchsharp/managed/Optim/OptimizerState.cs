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

    public virtual void to(Device device) => Fields(this, (ref _, _) => { }, (ref own, _) => MoveTensor(own, device));

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

    private protected void SaveFields(BinaryWriter writer) =>
        Fields(this, (ref own, _) => writer.Write(own), (ref own, _) => SaveConditionalStateTensor(writer, own));

    private protected void LoadFields(BinaryReader reader) =>
        Fields(this, (ref own, _) => own = reader.ReadInt64(), (ref own, _) => LoadConditionalStateTensor(reader, ref own, _parameter.device));

    private protected void CopyFields(OptimizerState source) =>
        Fields(source, (ref own, other) => own = other, (ref own, other) => CopyTensor(ref own, other, _parameter.device));

    private protected bool FieldsEqual(OptimizerState source)
    {
        bool equal = source?.GetType() == GetType();
        if (equal)
            Fields(source, (ref own, other) => equal &= own == other, (ref own, other) => equal = equal && Close(own, other));
        return equal;
    }

    private protected void DisposeFields() => Fields(this, (ref _, _) => { }, (ref own, _) => own?.Dispose());

    /// <summary>Visits the fields of a derived class, each with its like in source, in the order of the saved file.</summary>
    private protected virtual void Fields(OptimizerState source, FieldAction<long> count, FieldAction<Tensor> tensor)
    {
    }

    private protected static Tensor ZerosFor(Parameter parameter) => zeros_like(parameter).DetachFromDisposeScope();

    /// <summary>A copy for this state of another's tensor.</summary>
    private static void CopyTensor(ref Tensor target, Tensor source, Device device)
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

    private static void MoveTensor(Tensor tensor, Device device)
    {
        if (tensor is null)
            return;
        using var scope = NewDisposeScope();
        tensor.ReplaceHandle(tensor.to(device, copy: true));
    }

    private static bool Close(Tensor left, Tensor right) => left is null ? right is null : right is not null && left.allclose(right);
}
