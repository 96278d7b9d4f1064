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
        : base(new Options { LearningRate = lr, maximize = maximize, momentum = momentum, alpha = alpha, eps = eps, weight_decay = weight_decay, centered = centered }, parameters)
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
        double lr = options.LearningRate.Value, alpha = options.alpha.Value, momentum = options.momentum.Value;
        gradient = Update.Direction(gradient, parameter, options.weight_decay.Value, options.maximize.Value);
        state.step++;
        Update.AverageSquare(state.square_avg, gradient, alpha);
        Tensor square = state.square_avg;
        if (options.centered.Value)
        {
            Update.Average(state.grad_avg, gradient, alpha);
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

        private protected override void Fields(OptimizerOptions source, FieldAction<double?> number, FieldAction<bool?> flag)
        {
            var other = (Options)source;
            flag(ref maximize, other.maximize);
            number(ref momentum, other.momentum);
            number(ref alpha, other.alpha);
            number(ref eps, other.eps);
            number(ref weight_decay, other.weight_decay);
            flag(ref centered, other.centered);
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

        public override void SaveStateDict(BinaryWriter writer) => SaveFields(writer);
        public override void LoadStateDict(BinaryReader reader) => LoadFields(reader);
        public override void LoadStateDict(OptimizerState source) => CopyFields(source);
        public override bool ApproximatelyEquals(OptimizerState other) => FieldsEqual(other);
        public void Dispose() => DisposeFields();

        private protected override void Fields(OptimizerState source, FieldAction<long> count, FieldAction<Tensor> tensor)
        {
            var other = (State)source;
            count(ref step, other.step);
            tensor(ref square_avg, other.square_avg);
            tensor(ref momentum_buffer, other.momentum_buffer);
            tensor(ref grad_avg, other.grad_avg);
        }
    }
}
