namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    public sealed class Column
    {
        private readonly List<Action<DataViewSchema.Annotations.Builder>> _annotations = [];

        internal Column(string memberName, string columnName, DataViewType columnType)
        {
            MemberName = memberName;
            ColumnName = columnName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (var add in _annotations)
                    add(builder);
                return builder.ToAnnotations();
            }
        }

        public void AddAnnotation<T>(string kind, T value, DataViewType? annotationType)
        {
            ArgumentException.ThrowIfNullOrEmpty(kind);
            var isVector = MemberAccess.TryGetItemType(typeof(T), out var itemType);
            var item = ColumnTypes.Primitive(itemType)
                ?? throw new ArgumentException($"An annotation cannot have values of type {typeof(T)}.", nameof(value));
            var type = annotationType ?? (isVector ? new VectorDataViewType(item) : item);
            var getter = MemberAccess.Getter<T>(() => value, type.RawType);
            _annotations.Add(builder => builder.Add(kind, type, getter));
        }
    }
}
