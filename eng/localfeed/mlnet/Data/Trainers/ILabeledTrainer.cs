namespace Microsoft.ML.Trainers;

/// <summary>Lets a trainer that wraps another one know which column the inner one takes as label.</summary>
internal interface ILabeledTrainer
{
    string? LabelColumnName { get; }
}
