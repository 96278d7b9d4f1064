namespace Microsoft.ML.Trainers;

public abstract class UnsupervisedTrainerInputBaseWithWeight : TrainerInputBase
{
    private protected UnsupervisedTrainerInputBaseWithWeight()
    {
    }

    public string? ExampleWeightColumnName;
}
