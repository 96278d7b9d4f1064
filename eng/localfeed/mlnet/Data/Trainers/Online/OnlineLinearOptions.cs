namespace Microsoft.ML.Trainers;

public abstract class OnlineLinearOptions : TrainerInputBaseWithLabel
{
    public int NumberOfIterations = 1;

    public float InitialWeightsDiameter;

    public bool Shuffle = true;
}
