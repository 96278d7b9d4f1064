using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace SampleService;

/// <summary>Makes prediction engines over one model: an engine serves one request at a time, and the model any number of
/// engines.</summary>
internal sealed class DigitEngines(MLContext ml, ITransformer model) : PooledObjectPolicy<PredictionEngine<Request, Digit>>
{
    private readonly PredictionEngineOptions _options = new() { OwnsTransformer = false };

    public override PredictionEngine<Request, Digit> Create() => ml.Model.CreatePredictionEngine<Request, Digit>(model, _options);

    public override bool Return(PredictionEngine<Request, Digit> obj) => true;
}
