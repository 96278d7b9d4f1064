using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>A player's loss as a sum of named terms. Immutable.</summary>
public sealed class PlayerLoss
{
    private readonly (string Name, Tensor Value)[] _terms;

    /// <summary>A loss of one term.</summary>
    /// <param name="name">What the term is called in metrics, such as "adversarial" or "cycle".</param>
    /// <param name="value">A scalar.</param>
    public PlayerLoss(string name, Tensor value)
        : this([(Checked(name, value), value)], value) { }

    private PlayerLoss((string Name, Tensor Value)[] terms, Tensor total) => (_terms, Total) = (terms, total);

    /// <summary>What the player minimizes: the sum of all terms, a scalar.</summary>
    public Tensor Total { get; }

    /// <summary>The terms by name, in the order in which they were added.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Terms => _terms;

    /// <summary>The loss with one more term.</summary>
    /// <param name="name">What the term is called in metrics; not one that is there already.</param>
    /// <param name="value">A scalar, weighted; null for nothing at this step.</param>
    /// <exception cref="ArgumentException">There is a term of that name.</exception>
    public PlayerLoss Add(string name, Tensor? value)
    {
        if (value is null)
            return this;
        if (_terms.Any(t => t.Name == name))
            throw new ArgumentException($"There is a term '{name}' already.", nameof(name));
        return new PlayerLoss([.. _terms, (Checked(name, value), value)], Total + value);
    }

    private static string Checked(string name, Tensor value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return name;
    }
}
