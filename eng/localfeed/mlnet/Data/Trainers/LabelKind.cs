namespace Microsoft.ML.Trainers;

/// <summary>What a trainer wants of its label.</summary>
internal enum LabelKind
{
    None,
    Boolean,
    Key,
    Number
}
