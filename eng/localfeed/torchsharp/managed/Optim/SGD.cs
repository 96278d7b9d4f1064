using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum when asked.</summary>
public class SGD : OptimizerHelper, optim.IMomentum
{
    public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : base(new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }, parameters)
    {
    }

    public double Momentum
    {
        get => ((ParamGroup)_parameter_groups[0]).Momentum;
        set
        {
            foreach (ParamGroup group in _parameter_groups)
                group.Momentum = value;
        }
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    private protected override void Apply(Parameter parameter, Tensor gradient, OptimizerOptions groupOptions, OptimizerState parameterState)
    {
        var options = (Options)groupOptions;
        var state = (State)parameterState;
        double lr = options.LearningRate.Value, momentum = options.momentum.Value;
        gradient = Update.Direction(gradient, parameter, options.weight_decay.Value, false);
        if (momentum != 0)
        {
            if (state.momentum_buffer is null)
            {
                state.momentum_buffer = gradient.detach().clone().DetachFromDisposeScope();
            }
            else
            {
                Update.Scale(state.momentum_buffer, momentum);
                Update.AddScaled(state.momentum_buffer, gradient, 1 - options.dampening.Value);
            }
            gradient = options.nesterov.Value ? gradient.add(state.momentum_buffer, momentum) : state.momentum_buffer;
        }
        Update.AddScaled(parameter, gradient, options.maximize.Value ? lr : -lr);
    }

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        private protected override void Fields(OptimizerOptions source, FieldAction<double?> number, FieldAction<bool?> flag)
        {
            var other = (Options)source;
            number(ref momentum, other.momentum);
            number(ref dampening, other.dampening);
            number(ref weight_decay, other.weight_decay);
            flag(ref nesterov, other.nesterov);
            flag(ref maximize, other.maximize);
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

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
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
        public Tensor momentum_buffer;

        public override void Initialize(OptimizerOptions options)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = null;
        }

        public override void SaveStateDict(BinaryWriter writer) => SaveFields(writer);
        public override void LoadStateDict(BinaryReader reader) => LoadFields(reader);
        public override void LoadStateDict(OptimizerState source) => CopyFields(source);
        public override bool ApproximatelyEquals(OptimizerState other) => FieldsEqual(other);
        public void Dispose() => DisposeFields();

        private protected override void Fields(OptimizerState source, FieldAction<long> count, FieldAction<Tensor> tensor)
        {
            var other = (State)source;
            tensor(ref momentum_buffer, other.momentum_buffer);
        }
    }
}
