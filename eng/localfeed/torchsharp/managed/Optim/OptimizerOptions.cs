namespace TorchSharp.Modules;

/// <summary>An optimizer's settings; what is null takes the optimizer's default.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate.Value);
        Fields(this, (ref own, _) => writer.Write(own.Value), (ref own, _) => writer.Write(own.Value));
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Fields(this, (ref own, _) => own = reader.ReadDouble(), (ref own, _) => own = reader.ReadBoolean());
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        Fields(source, (ref own, other) => own = other, (ref own, other) => own = other);
    }

    internal OptimizerOptions Clone() => (OptimizerOptions)MemberwiseClone();

    /// <summary>Fills what is null and makes the learning rate the initial one.</summary>
    internal void Complete(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        InitialLearningRate = LearningRate.Value;
        Fields(defaults, (ref own, other) => own ??= other, (ref own, other) => own ??= other);
    }

    /// <summary>Visits the fields of a derived class, each with its like in source, in the order of the saved file.</summary>
    private protected virtual void Fields(OptimizerOptions source, FieldAction<double?> number, FieldAction<bool?> flag)
    {
    }
}
