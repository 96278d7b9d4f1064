using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains. It takes over the given tensor, which is invalid afterwards.</summary>
public class Parameter : Tensor
{
    public Parameter(Tensor data, bool requires_grad = true) : base(Take(data, requires_grad, out DisposeScope scope))
    {
        MoveToOtherDisposeScope(scope);
    }

    private static nint Take(Tensor data, bool requiresGrad, out DisposeScope scope)
    {
        scope = data.OwningDisposeScope;
        if (data.requires_grad && !data.is_leaf)
        {
            using Tensor detached = data.detach();
            data.ReplaceHandle(detached);
        }
        data.requires_grad = requiresGrad;
        data.DetachFromDisposeScope();
        return data.TakeHandle();
    }
}
