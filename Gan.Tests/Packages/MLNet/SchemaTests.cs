using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

[TestClass]
public sealed class SchemaTests
{
    [TestMethod]
    public void A_later_column_hides_an_earlier_one_of_the_same_name()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("a", NumberDataViewType.Single);
        builder.AddColumn("a", TextDataViewType.Instance);
        var schema = builder.ToSchema();

        Assert.IsTrue(schema[0].IsHidden);
        Assert.IsFalse(schema[1].IsHidden);
        Assert.AreEqual(1, schema["a"].Index);
        Assert.IsNull(schema.GetColumnOrNull("b"));
    }

    [TestMethod]
    public void A_missing_column_is_named()
    {
        var schema = new DataViewSchema.Builder().ToSchema();
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = schema["nowhere"]);
        StringAssert.Contains(error.Message, "nowhere");
    }

    [TestMethod]
    public void Types_say_what_they_are()
    {
        Assert.AreEqual("Vector<Single, 2, 3>", new VectorDataViewType(NumberDataViewType.Single, 2, 3).ToString());
        Assert.AreEqual("Vector<Single>", new VectorDataViewType(NumberDataViewType.Single).ToString());
        Assert.AreEqual("Key<UInt32, 0-4>", new KeyDataViewType(typeof(uint), 5).ToString());
        Assert.AreEqual("String", TextDataViewType.Instance.ToString());
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 4), (DataViewType)new VectorDataViewType(NumberDataViewType.Single, 4));
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single, 4).Equals(new VectorDataViewType(NumberDataViewType.Single, 2, 2)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(float), 4));
    }

    [TestMethod]
    public void Annotations_keep_their_values_and_refuse_other_types()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Kind", TextDataViewType.Instance, "x".AsMemory());
        var annotations = builder.ToAnnotations();
        ReadOnlyMemory<char> text = default;
        annotations.GetValue("Kind", ref text);
        Assert.AreEqual("x", text.ToString());
        Assert.ThrowsExactly<InvalidOperationException>(() =>
        {
            var number = 0f;
            annotations.GetValue("Kind", ref number);
        });
    }

    [TestMethod]
    public void A_vector_is_dense_or_sparse_and_reuses_its_arrays()
    {
        var sparse = new VBuffer<float>(5, 2, [1, 2], [1, 4]);
        CollectionAssert.AreEqual(new float[] { 0, 1, 0, 0, 2 }, sparse.DenseValues().ToArray());
        Assert.AreEqual(2f, sparse.GetItemOrDefault(4));
        Assert.AreEqual(0f, sparse.GetItemOrDefault(3));
        VBuffer<float> part = default;
        sparse.CopyTo(ref part, 1, 3);
        CollectionAssert.AreEqual(new float[] { 1, 0, 0 }, part.DenseValues().ToArray());

        VBuffer<float> dense = default;
        var editor = VBufferEditor.Create(ref dense, 3);
        Assert.IsTrue(editor.CreatedNewValues);
        editor.Values.Fill(7);
        dense = editor.Commit();
        var again = VBufferEditor.Create(ref dense, 2);
        Assert.IsFalse(again.CreatedNewValues);
        Assert.AreEqual(2, again.Commit().Length);
    }

    [TestMethod]
    public void A_class_becomes_a_schema()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable(new[] { new PlainRow { Pair = [1, 2] } });
        CollectionAssert.AreEqual(new[] { "Number: Single", "Pair: Vector<Single, 2>", "Text: String", "Flag: Boolean" },
            data.Schema.Select(column => column.ToString()).ToArray());
        Assert.AreEqual(1L, data.GetRowCount());
    }

    [TestMethod]
    public void A_schema_definition_can_be_changed()
    {
        var definition = SchemaDefinition.Create(typeof(PlainRow));
        definition["Number"].ColumnName = "Renamed";
        definition["Pair"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 2);
        var data = new MLContext(1).Data.LoadFromEnumerable(new[] { new PlainRow { Pair = [1, 2], Number = 3 } }, definition);
        Assert.AreEqual("Vector<Single, 1, 2>", data.Schema["Pair"].Type.ToString());
        Assert.AreEqual(3f, data.GetColumn<float>("Renamed").Single());
    }
}
