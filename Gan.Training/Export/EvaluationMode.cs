using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Puts a module into evaluation mode until it is disposed, and then each of its parts back into the mode it was
/// in.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly (nn.Module Module, bool Training)[] _modes;

    public EvaluationMode(nn.Module module)
    {
        _modes = [.. module.modules().Prepend(module).Select(m => (m, m.training))];
        module.eval();
    }

    /// <summary>Parents come before their children, which a parent's mode is set on too.</summary>
    public void Dispose()
    {
        foreach (var (module, training) in _modes)
            module.train(training);
    }
}
