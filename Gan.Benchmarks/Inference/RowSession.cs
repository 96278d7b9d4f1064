using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Benchmarks.Inference;

/// <summary>A generator's or a discriminator's session, run the same way.</summary>
internal sealed class RowSession : IDisposable
{
    private readonly GeneratorSession? _generator;
    private readonly DiscriminatorSession? _discriminator;

    public RowSession(GanBundle bundle, bool generates, SessionSettings settings)
    {
        if (generates)
            _generator = new GeneratorSession(bundle, settings);
        else
            _discriminator = new DiscriminatorSession(bundle, settings);
    }

    /// <summary>Why it does not run on the GPU that was asked for; null where it does, or none was asked for.</summary>
    public string? FallbackReason => _generator is null ? _discriminator!.FallbackReason : _generator.FallbackReason;

    /// <summary>Generates from latents, or scores samples.</summary>
    public void Run(ReadOnlySpan<float> given, Span<float> result)
    {
        if (_generator is not null)
            _generator.Generate(given, result);
        else
            _discriminator!.Score(given, result);
    }

    public void Dispose()
    {
        _generator?.Dispose();
        _discriminator?.Dispose();
    }
}
