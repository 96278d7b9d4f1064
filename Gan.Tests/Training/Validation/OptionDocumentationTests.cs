using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Xml.Linq;
using Gan.Training;
using Gan.Training.Detection;
using Gan.Training.Editing;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Classifiers;
using Gan.Training.Guards;
using Gan.Training.Losses;
using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Tables;
using Gan.Training.Trainers;
using Gan.Training.Validation;

namespace Gan.Tests.Training.Validation;

/// <summary>What is documented of an option is what its attributes check and what its default is.</summary>
[TestClass]
public sealed class OptionDocumentationTests
{
    private static readonly Dictionary<string, string> Values = XDocument
        .Load(Path.ChangeExtension(typeof(Recipe).Assembly.Location, ".xml"))
        .Descendants("member")
        .Where(m => m.Element("value") is not null)
        .ToDictionary(m => m.Attribute("name")!.Value, m => m.Element("value")!.Value);

    // The last is there for the defaults that abstract recipes give.
    private static IEnumerable<object[]> Recipes =>
        RecipeCatalog.All.Append(new PlainRecipe()).Select(r => new object[] { r.Name, r });

    private static IEnumerable<object[]> Options =>
        new object[]
        {
            new TrainingSettings(),
            new RunSettings(),
            new GuardSettings(),
            new DetectorOptions(),
            new EvaluationSettings(),
            new ClassifierSettings(),
            new EncodingOptions(),
            new TableOptions(),
            new GanGeneratorOptions(),
            new SemiSupervisedGanOptions(),
            new TableGanOptions(),
            new ProjectionOptions(),
            new EditOptions(),
            new EncoderTrainingOptions(),
        }.Select(o => new[] { o.GetType().Name, o });

    [TestMethod]
    [DynamicData(nameof(Recipes))]
    public void Every_setting_of_a_recipe_says_its_range_its_default_and_what_it_is_for(string name, object recipe)
    {
        foreach (var property in Settable(recipe))
        {
            AssertDocumented(recipe, property);
            Assert.IsNotNull(property.GetCustomAttribute<CategoryAttribute>(), $"{name}: {property.Name}");
            var type = property.PropertyType;
            Assert.AreEqual(
                type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(IReadOnlyList<int>),
                property.GetCustomAttributes<ValidationAttribute>().Any(),
                $"{name}: {property.Name}"
            );
        }
    }

    [TestMethod]
    [DynamicData(nameof(Options))]
    public void Every_other_option_with_a_range_says_it_and_its_default(string name, object options)
    {
        var ranged = Settable(options).Where(p => p.GetCustomAttributes<ValidationAttribute>().Any()).ToArray();
        Assert.AreNotEqual(0, ranged.Length, name);
        foreach (var property in ranged)
            AssertDocumented(options, property);
    }

    [TestMethod]
    public void Ranges_are_worded_as_they_are_checked()
    {
        var words = OptionRule.Of(typeof(Ranges)).ToDictionary(r => r.PropertyName, r => $"{r.Range}; {r.Expected}");
        foreach (
            var (name, expected) in new[]
            {
                (nameof(Ranges.AtLeast), "at least 2; a whole number of at least 2"),
                (nameof(Ranges.Long), "at least 1; a whole number of at least 1"),
                (nameof(Ranges.Above), "above 0; a number above 0"),
                (nameof(Ranges.Share), "from 0 to 1; a number from 0 to 1"),
                (nameof(Ranges.Decay), "at least 0 and below 1; a number of at least 0 and below 1"),
                (nameof(Ranges.Part), "above 0 and at most 0.5; a number above 0 and at most 0.5"),
                (nameof(Ranges.Some), "one or more, each at least 1; one or more whole numbers of at least 1"),
                (nameof(Ranges.Any), "each at least 2, or none; whole numbers of at least 2, or none"),
                (nameof(Ranges.Off), "0, or at least 20; 0, or at least 20"),
                (nameof(Ranges.Loss), "NonSaturating or Minimax; NonSaturating or Minimax"),
                (nameof(Ranges.Flag), "true or false; true or false"),
                (nameof(Ranges.Seed), "; a whole number"),
            }
        )
            Assert.AreEqual(expected, words[name], name);
    }

    private static void AssertDocumented(object options, PropertyInfo property)
    {
        var rule = OptionRule.Of(options.GetType()).Single(r => r.PropertyName == property.Name);
        var name = $"{property.DeclaringType!.Name}.{property.Name}";
        Assert.IsTrue(
            Values.TryGetValue($"P:{property.DeclaringType.FullName}.{property.Name}", out var documented),
            $"{name} has no <value>"
        );
        Assert.AreEqual(
            rule.Range is { } range ? char.ToUpperInvariant(range[0]) + range[1..] : "Default",
            documented.Split(rule.Range is null ? " " : "; default ")[0],
            name
        );
        // A recipe may give what it inherits another default, and says so where it does.
        if (property.DeclaringType != options.GetType() && options is not PlainRecipe)
            return;
        var value = OptionValue.Format(property.GetValue(options));
        Assert.AreEqual(
            value.Length == 0 ? "none"
                : property.PropertyType == typeof(bool) ? value.ToLowerInvariant()
                : value.Replace(",", ", ", StringComparison.Ordinal),
            documented.Split("efault ")[^1].TrimEnd('.'),
            name
        );
    }

    private static IEnumerable<PropertyInfo> Settable(object options) =>
        options.GetType().GetProperties().Where(p => p.SetMethod is { IsPublic: true });

    private sealed record Ranges
    {
        [Range(2, int.MaxValue)]
        public int AtLeast { get; init; } = 2;

        [Range(1, long.MaxValue)]
        public long? Long { get; init; }

        [Range(0, double.MaxValue, MinimumIsExclusive = true)]
        public double Above { get; init; }

        [Range(0.0, 1.0)]
        public double Share { get; init; }

        [Range(0.0, 1.0, MaximumIsExclusive = true)]
        public double Decay { get; init; }

        [Range(0.0, 0.5, MinimumIsExclusive = true)]
        public double Part { get; init; }

        [MinLength(1), ElementRange(1)]
        public IReadOnlyList<int> Some { get; init; } = [];

        [ElementRange(2)]
        public IReadOnlyList<int> Any { get; init; } = [];

        [ZeroOrAtLeast(20)]
        public int Off { get; init; }

        public GanLoss Loss { get; init; }

        public bool Flag { get; init; }

        public int Seed { get; init; }
    }

    private sealed record PlainRecipe : StandardRecipe
    {
        public override string Name => "plain";

        public override string Method => "plain";

        public override string Paper => "none";

        public override AdversarialLoss CreateLoss() => new NonSaturatingLoss();

        internal override DiscriminatorOptions DiscriminatorOptions(NetworkContext context) => new();
    }
}
