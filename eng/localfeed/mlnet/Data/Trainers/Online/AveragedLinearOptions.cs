namespace Microsoft.ML.Trainers;

public abstract class AveragedLinearOptions : OnlineLinearOptions
{
    public float LearningRate = 1;

    public bool DecreaseLearningRate;

    public long? ResetWeightsAfterXExamples;

    public bool LazyUpdate = true;

    public float L2Regularization;

    public float RecencyGain;

    public bool RecencyGainMultiplicative;

    public bool Averaged = true;
}
