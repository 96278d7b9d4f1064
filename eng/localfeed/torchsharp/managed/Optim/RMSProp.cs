using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>RMSProp (Tieleman and Hinton 2012), in PyTorch's order of operations.</summary>
public class RMSProp : OptimizerHelper, optim.IMomentum
{
    public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
    {
    }

    public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
    {
        _defaults = new Options { LearningRate = lr, InitialLearningRate = lr, maximize = maximize, momentum = momentum, alpha = alpha, eps = eps, weight_decay = weight_decay, centered = centered };
        foreach (ParamGroup group in parameters)
            add_param_group(group);
    }

    public double Momentum
    {
        get => ((ParamGroup)_parameter_groups[0]).Momentum;
        set
        {
            foreach (Modules.ParamGroup group in _parameter_groups)
                ((ParamGroup)group).Momentum = value;
        }
    }

    public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(Apply, closure);

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        param_group.Options ??= new Options();
        var defaults = (Options)_defaults;
        var options = (Options)param_group.Options;
        options.maximize ??= defaults.maximize;
        options.momentum ??= defaults.momentum;
        options.alpha ??= defaults.alpha;
        options.eps ??= defaults.eps;
        options.weight_decay ??= defaults.weight_decay;
        options.centered ??= defaults.centered;
        base.add_param_group(param_group);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    private void Apply(ParamGroup group)
    {
        Options options = group.Options;
        double lr = options.LearningRate.Value;
        foreach (Parameter parameter in group.Parameters)
            Apply(parameter, (State)StateOf(parameter), options, lr);
    }

    private static void Apply(Parameter parameter, State state, Options options, double lr)
    {
        Tensor gradient = Gradient(parameter, options.weight_decay.Value, options.maximize.Value);
        if (gradient is null)
            return;
        double alpha = options.alpha.Value, momentum = options.momentum.Value;
        state.step++;
        Update.Scale(state.square_avg, alpha);
        Update.AddProduct(state.square_avg, gradient, gradient, 1 - alpha);
        Tensor square = state.square_avg;
        if (options.centered.Value)
        {
            Update.Scale(state.grad_avg, alpha);
            Update.AddScaled(state.grad_avg, gradient, 1 - alpha);
            square = square.addcmul(state.grad_avg, state.grad_avg, -1);
        }
        using Tensor denominator = Update.Denominator(square, 1, options.eps.Value);
        if (momentum > 0)
        {
            Update.Scale(state.momentum_buffer, momentum);
            Update.AddQuotient(state.momentum_buffer, gradient, denominator, 1);
            Update.AddScaled(parameter, state.momentum_buffer, -lr);
        }
        else
        {
            Update.AddQuotient(parameter, gradient, denominator, -lr);
        }
    }

    public class Options : OptimizerOptions
    {
        public bool? maximize;
        public double? momentum;
        public double? alpha;
        public double? eps;
        public double? weight_decay;
        public bool? centered;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            maximize = other.maximize;
            momentum = other.momentum;
            alpha = other.alpha;
            eps = other.eps;
            weight_decay = other.weight_decay;
            centered = other.centered;
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            maximize = reader.ReadBoolean();
            momentum = reader.ReadDouble();
            alpha = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            centered = reader.ReadBoolean();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(maximize.Value);
            writer.Write(momentum.Value);
            writer.Write(alpha.Value);
            writer.Write(eps.Value);
            writer.Write(weight_decay.Value);
            writer.Write(centered.Value);
        }
    }

    public class ParamGroup : ParamGroup<Options>, optim.IMomentum
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0, double momentum = 0, bool centered = false)
            : base(parameters, new Options { LearningRate = lr, momentum = momentum, alpha = alpha, eps = eps, weight_decay = weight_decay, centered = centered })
        {
        }

        public double Momentum
        {
            get => Options.momentum.Value;
            set => Options.momentum = value;
        }
    }

    public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
    {
        public long step;
        public Tensor square_avg;
        public Tensor momentum_buffer;
        public Tensor grad_avg;

        public override void Initialize(OptimizerOptions options)
        {
            var settings = (Options)options;
            step = 0;
            square_avg = ZerosFor(_parameter);
            momentum_buffer = settings.momentum > 0 ? ZerosFor(_parameter) : null;
            grad_avg = settings.centered == true ? ZerosFor(_parameter) : null;
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            CopyTensor(ref square_avg, other.square_avg, _parameter.device);
            CopyTensor(ref momentum_buffer, other.momentum_buffer, _parameter.device);
            CopyTensor(ref grad_avg, other.grad_avg, _parameter.device);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            LoadConditionalStateTensor(reader, ref square_avg, _parameter.device);
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);
            LoadConditionalStateTensor(reader, ref grad_avg, _parameter.device);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            SaveConditionalStateTensor(writer, square_avg);
            SaveConditionalStateTensor(writer, momentum_buffer);
            SaveConditionalStateTensor(writer, grad_avg);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && Close(square_avg, state.square_avg) && Close(momentum_buffer, state.momentum_buffer) && Close(grad_avg, state.grad_avg);

        public override void to(Device device)
        {
            MoveTensor(square_avg, device);
            MoveTensor(momentum_buffer, device);
            MoveTensor(grad_avg, device);
        }

        public void Dispose()
        {
            square_avg?.Dispose();
            momentum_buffer?.Dispose();
            grad_avg?.Dispose();
        }
    }
}
