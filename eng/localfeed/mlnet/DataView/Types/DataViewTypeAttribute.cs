namespace Microsoft.ML.Data;

/// <summary>Put on a member whose .NET type a column type of its own stands for; Register tells which.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public abstract class DataViewTypeAttribute : Attribute, IEquatable<DataViewTypeAttribute>
{
    public abstract void Register();

    public abstract bool Equals(DataViewTypeAttribute? other);
}
