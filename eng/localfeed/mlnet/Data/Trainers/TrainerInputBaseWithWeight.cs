namespace Microsoft.ML.Trainers;

public abstract class TrainerInputBaseWithWeight : TrainerInputBaseWithLabel
{
    private protected TrainerInputBaseWithWeight()
    {
    }

    public string? ExampleWeightColumnName;
}
