using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>Writes an enumeration by its name in camel case, and reads nothing else: no numbers.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
