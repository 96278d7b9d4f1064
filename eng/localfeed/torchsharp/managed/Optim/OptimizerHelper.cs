using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all optimizers have in common: groups, state and their storage.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults;

    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);

    public OptimizerHelper() : base(IntPtr.Zero)
    {
    }

    private protected OptimizerHelper(OptimizerOptions defaults, IEnumerable<ParamGroup> groups) : this()
    {
        defaults.InitialLearningRate = defaults.LearningRate.Value;
        _defaults = defaults;
        foreach (ParamGroup group in groups)
            add_param_group(group);
    }

    public void save_state_dict(string location)
    {
        using FileStream stream = File.Create(location);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        save_state_dict(writer);
    }

    public void load_state_dict(string location)
    {
        using FileStream stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        load_state_dict(reader);
    }

    /// <summary>The optimizer's name and counts, the options of each group, the state of each parameter.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt64(_parameter_groups.Count);
        foreach (ParamGroup group in _parameter_groups)
        {
            Parameter[] members = [.. group.Parameters];
            writer.Write7BitEncodedInt64(members.Length);
            group.Options.SaveStateDict(writer);
            foreach (Parameter parameter in members)
                StateOf(parameter).SaveStateDict(writer);
        }
        writer.Flush();
    }

    public void load_state_dict(BinaryReader reader)
    {
        string saved = reader.ReadString();
        if (saved != GetType().Name)
            throw new InvalidDataException($"The saved state is an optimizer '{saved}', not {GetType().Name}.");
        long groups = reader.Read7BitEncodedInt64();
        if (groups != _parameter_groups.Count)
            throw new InvalidDataException($"The saved optimizer has {groups} parameter groups, this one {_parameter_groups.Count}.");
        foreach (ParamGroup group in _parameter_groups)
        {
            Parameter[] members = [.. group.Parameters];
            long count = reader.Read7BitEncodedInt64();
            if (count != members.Length)
                throw new InvalidDataException($"The saved parameter group has {count} parameters, this one {members.Length}.");
            group.Options.LoadStateDict(reader);
            foreach (Parameter parameter in members)
                StateOf(parameter).LoadStateDict(reader);
        }
    }

    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (ParamGroup group in _parameter_groups)
        {
            result.Options.Add(group.Options);
            var positions = new List<int>();
            foreach (Parameter parameter in group.Parameters)
            {
                positions.Add(result.State.Count);
                result.State.Add(StateOf(parameter));
            }
            result.StateIndexRef.Add(positions);
        }
        return result;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        if (state_dict.Options.Count != _parameter_groups.Count)
            throw new ArgumentException($"The loaded optimizer has {state_dict.Options.Count} parameter groups, this one {_parameter_groups.Count}.");
        for (int g = 0; g < _parameter_groups.Count; g++)
        {
            Parameter[] members = [.. _parameter_groups[g].Parameters];
            List<int> positions = state_dict.StateIndexRef[g];
            if (positions.Count != members.Length)
                throw new ArgumentException($"The loaded parameter group {g} has {positions.Count} parameters, this one {members.Length}.");
            if (!ReferenceEquals(_parameter_groups[g].Options, state_dict.Options[g]))
                _parameter_groups[g].Options.LoadStateDict(state_dict.Options[g]);
            for (int i = 0; i < members.Length; i++)
            {
                OptimizerState own = StateOf(members[i]), loaded = state_dict.State[positions[i]];
                if (!ReferenceEquals(own, loaded))
                    own.LoadStateDict(loaded);
            }
        }
    }

    public void to(Device device)
    {
        foreach (OptimizerState state in _states.Values)
            state.to(device);
    }

    public override void add_param_group(ParamGroup param_group)
    {
        Parameter[] members = [.. param_group.Parameters];
        param_group.Parameters = members;
        param_group.Options ??= _defaults.Clone();
        param_group.Options.Complete(_defaults);
        _parameter_groups.Add(param_group);
        foreach (Parameter parameter in members)
        {
            OptimizerState state = _states[parameter] = NewState(parameter);
            state.Initialize(param_group.Options);
        }
    }

    public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(Apply, closure);

    /// <summary>Runs the closure, then the body for each group, without gradients and in a dispose scope.</summary>
    protected Tensor _step<T>(Action<T> body, Func<Tensor> loss_closure = null) where T : ParamGroup
    {
        Tensor loss = null;
        if (loss_closure is not null)
        {
            using (enable_grad())
                loss = loss_closure();
        }
        using var quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (ParamGroup group in _parameter_groups)
            body((T)group);
        return loss;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (OptimizerState state in _states.Values)
                (state as IDisposable)?.Dispose();
            _states.Clear();
        }
        base.Dispose(disposing);
    }

    private protected abstract OptimizerState NewState(Parameter parameter);

    /// <summary>The update rule: changes the parameter and its state by the gradient.</summary>
    private protected abstract void Apply(Parameter parameter, Tensor gradient, OptimizerOptions groupOptions, OptimizerState parameterState);

    private void Apply(ParamGroup group)
    {
        foreach (Parameter parameter in group.Parameters)
        {
            if (parameter.grad is { } gradient)
                Apply(parameter, gradient, group.Options, StateOf(parameter));
        }
    }

    private OptimizerState StateOf(Parameter parameter) => _states[parameter];
}
