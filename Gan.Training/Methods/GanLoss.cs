namespace Gan.Training.Methods;

/// <summary>The two losses that Goodfellow et al. (2014) give the generator.</summary>
public enum GanLoss
{
    /// <summary>-E[log D(G(z))], which the paper recommends in practice.</summary>
    NonSaturating,

    /// <summary>E[log(1 - D(G(z)))], the zero-sum game of its equation 1.</summary>
    Minimax,
}
