namespace Gan.Training.Methods;

/// <summary>The optimizers that the original GAN can be trained with.</summary>
public enum GanOptimizer
{
    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Stochastic gradient descent with momentum, as in the paper.</summary>
    MomentumSgd,
}
