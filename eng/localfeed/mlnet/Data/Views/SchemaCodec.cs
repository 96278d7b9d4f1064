namespace Microsoft.ML.Data;

/// <summary>Writes and reads a schema with the annotations that can be written.</summary>
internal static class SchemaCodec
{
    public static void Write(BinaryWriter writer, IEnumerable<DataViewSchema.Column> columns)
    {
        var kept = columns.Where(column => ValueIO.IsKnown(column.Type)).ToArray();
        writer.Write(kept.Length);
        foreach (var column in kept)
        {
            writer.Write(column.Name);
            ColumnTypes.Write(writer, column.Type);
            var annotations = column.Annotations;
            var named = annotations.Schema.Where(annotation => ValueIO.IsKnown(annotation.Type)).ToArray();
            writer.Write(named.Length);
            foreach (var annotation in named)
            {
                writer.Write(annotation.Name);
                ColumnTypes.Write(writer, annotation.Type);
                ValueCodec.Of(annotation.Type).Writer(annotations.GetGetter(annotation.Index))(writer);
            }
        }
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        var builder = new DataViewSchema.Builder();
        for (var columns = reader.ReadInt32(); columns > 0; columns--)
        {
            var name = reader.ReadString();
            var type = ColumnTypes.Read(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var annotation = reader.ReadString();
                var annotationType = ColumnTypes.Read(reader);
                var codec = ValueCodec.Of(annotationType);
                codec.Read(reader);
                annotations.Add(annotation, annotationType, codec.Getter());
            }
            builder.AddColumn(name, type, annotations.ToAnnotations());
        }
        return builder.ToSchema();
    }
}
