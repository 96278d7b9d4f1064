namespace Microsoft.ML;

/// <summary>Marks a class that is found by its contract name once its assembly is registered.</summary>
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName)
    {
        ContractName = contractName;
    }

    public string ContractName { get; }
}
