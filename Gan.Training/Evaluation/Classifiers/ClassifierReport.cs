namespace Gan.Training.Evaluation.Classifiers;

/// <summary>What training a classifier led to.</summary>
/// <param name="Accuracy">The share of held-out rows it classifies right.</param>
/// <param name="TestRows">How many rows were held out.</param>
/// <param name="TrainingRows">How many rows it was trained on.</param>
/// <param name="Bytes">The size of its ONNX file.</param>
/// <param name="Difference">The largest difference between the file's outputs and the network's.</param>
public sealed record ClassifierReport(double Accuracy, int TestRows, int TrainingRows, long Bytes, double Difference);
