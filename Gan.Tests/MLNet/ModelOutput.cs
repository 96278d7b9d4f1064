using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>What a model computes for the rows of <see cref="TestRow"/>.</summary>
internal static class ModelOutput
{
    private const int Rows = 300;

    /// <summary>Every column that the model adds, its name first, as bytes.</summary>
    public static byte[] Compute(MLContext ml, ITransformer model, int size)
    {
        IDataView input = TestRow.View(ml, Rows, size), output = model.Transform(input);
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        int columns = 0;
        foreach (DataViewSchema.Column column in output.Schema)
        {
            if (column.IsHidden || (column.Index < input.Schema.Count && input.Schema[column.Index].Name == column.Name)) continue;
            writer.Write(column.Name);
            Write(output, column, writer);
            columns++;
        }

        Assert.AreNotEqual(0, columns, "The model adds columns.");
        return bytes.ToArray();
    }

    private static void Write(IDataView view, DataViewSchema.Column column, BinaryWriter writer)
    {
        switch (column.Type)
        {
            case VectorDataViewType:
                foreach (float[] vector in ViewReader.Vectors(view, column.Name)) Array.ForEach(vector, writer.Write);
                break;
            case KeyDataViewType:
                ViewReader.Column<uint>(view, column.Name).ForEach(writer.Write);
                break;
            case BooleanDataViewType:
                ViewReader.Column<bool>(view, column.Name).ForEach(writer.Write);
                break;
            case NumberDataViewType:
                ViewReader.Column<float>(view, column.Name).ForEach(writer.Write);
                break;
            default:
                foreach (MLImage image in ViewReader.Column<MLImage>(view, column.Name))
                {
                    writer.Write(image.Pixels);
                    image.Dispose();
                }

                break;
        }
    }
}
