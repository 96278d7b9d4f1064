using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules one after the other. What they compute in between is disposed; only the last result is kept.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.IModule<Tensor, Tensor>> _steps = [];

    protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base("torch::nn::SequentialImpl")
    {
        foreach ((string name, nn.Module<Tensor, Tensor> module) in modules)
            append(name, module);
    }

    protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules) : base("torch::nn::SequentialImpl")
    {
        foreach (nn.Module<Tensor, Tensor> module in modules)
            append(module);
    }

    public int Count => _steps.Count;

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        register_module(name, (nn.Module)module);
        _steps.Add(module);
        return this;
    }

    public Sequential append(nn.IModule<Tensor, Tensor> module) => append(Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    [System.Runtime.CompilerServices.IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => _steps[index];

    [System.Runtime.CompilerServices.IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index]
    {
        get
        {
            int start = index.start ?? 0, end = index.end ?? Count;
            return new Sequential([.. named_children().Skip(start).Take(end - start).Select(child => (child.name, (nn.Module<Tensor, Tensor>)child.module))]);
        }
    }

    public override Tensor forward(Tensor tensor)
    {
        if (_steps.Count == 0)
            return tensor.alias();
        using DisposeScope scope = NewDisposeScope();
        foreach (nn.IModule<Tensor, Tensor> step in _steps)
            tensor = step.call(tensor);
        return scope.MoveToOuter(tensor);
    }

    protected override void RegisterComponents()
    {
    }
}
