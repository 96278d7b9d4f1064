using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace SampleService;

/// <summary>A web service that generates digits.</summary>
internal static class Service
{
    /// <summary>Builds the service; it is not started yet.</summary>
    /// <param name="bundleFolder">A bundle of 8x8 digits.</param>
    /// <param name="arguments">The command line, for ASP.NET Core.</param>
    public static WebApplication Build(string bundleFolder, params string[] arguments)
    {
        var ml = new MLContext();
        var bundle = GanBundle.Load(bundleFolder);
        var empty = ml.Data.LoadFromEnumerable<Request>([]);
        // One thread a request: with many requests at once, more would only compete.
        var settings = new SessionSettings { Threads = 1 };
        var model = ml
            .Transforms.ApplyGanGenerator(bundle, "Picture", seedColumnName: "Seed", settings: settings)
            .Append(ml.Transforms.ApplyGanAnomalyScorer(bundle, "Picture", settings: settings))
            .Fit(empty);

        var builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<ObjectPool<PredictionEngine<Request, Digit>>>(
            new DefaultObjectPool<PredictionEngine<Request, Digit>>(new DigitEngines(ml, model), Environment.ProcessorCount)
        );
        var app = builder.Build();
        ml.LogTo(app.Logger);
        app.Lifetime.ApplicationStopped.Register(model.Dispose);
        app.MapGet(
            "/digits/{seed}",
            (ulong seed, ObjectPool<PredictionEngine<Request, Digit>> engines) =>
            {
                var engine = engines.Get();
                try
                {
                    return engine.Predict(new Request { Seed = seed });
                }
                finally
                {
                    engines.Return(engine);
                }
            }
        );
        return app;
    }
}
