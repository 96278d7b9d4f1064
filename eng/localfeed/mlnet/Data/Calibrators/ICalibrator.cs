namespace Microsoft.ML.Calibrators;

public interface ICalibrator
{
    float PredictProbability(float output);
}
