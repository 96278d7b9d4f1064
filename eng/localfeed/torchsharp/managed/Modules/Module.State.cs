using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Parameters and persistent buffers by full name; the tensors are the module's own.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor> destination = null, string prefix = null)
            {
                destination ??= [];
                string Full(string key) => string.IsNullOrEmpty(prefix) ? key : $"{prefix}.{key}";
                foreach ((string key, Parameter parameter) in _internal_params)
                {
                    if (parameter is not null)
                        destination.TryAdd(Full(key), parameter);
                }
                foreach ((string key, (Tensor buffer, bool persistent)) in _internal_buffers)
                {
                    if (persistent)
                        destination.TryAdd(Full(key), buffer);
                }
                foreach ((string key, Module module) in _internal_submodules)
                    module.state_dict(destination, Full(key));
                return destination;
            }

            /// <summary>Copies the values by name.</summary>
            /// <returns>Names of this module that the source lacks, and names of the source that this module lacks.</returns>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string> skip = null)
            {
                Dictionary<string, Tensor> target = state_dict();
                string[] missing = [.. target.Keys.Where(key => !source.ContainsKey(key) && skip?.Contains(key) != true)];
                string[] unexpected = [.. source.Keys.Where(key => !target.ContainsKey(key) && skip?.Contains(key) != true)];
                if (strict && (missing.Length > 0 || unexpected.Length > 0))
                {
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary. " +
                        $"Missing: [{string.Join(", ", missing)}]; unexpected: [{string.Join(", ", unexpected)}].");
                }
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                foreach ((string key, Tensor value) in source)
                {
                    if (skip?.Contains(key) == true || !target.TryGetValue(key, out Tensor own))
                        continue;
                    if (!own.shape.SequenceEqual(value.shape))
                        throw new ExternalException($"'{key}' has the shape [{string.Join(", ", own.shape)}]; the loaded tensor has [{string.Join(", ", value.shape)}].");
                    own.copy_(value);
                }
                return (missing, unexpected);
            }

            public Module save(string location, IList<string> skip = null)
            {
                using FileStream stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Closes the stream; the overload with a writer leaves it open.</summary>
            public Module save(Stream stream, IList<string> skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string> skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>The count, then each name and tensor: the form of TorchSharp's own files.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string> skip = null)
            {
                (string Key, Tensor Value)[] entries = [.. sd.Where(pair => skip?.Contains(pair.Key) != true).Select(pair => (pair.Key, pair.Value))];
                writer.Write7BitEncodedInt64(entries.Length);
                foreach ((string key, Tensor value) in entries)
                {
                    writer.Write(key);
                    value.Save(writer);
                }
                writer.Flush();
            }

            public virtual Module load(string location, bool strict = true, IList<string> skip = null, Dictionary<string, bool> loadedParameters = null)
            {
                if (!File.Exists(location))
                    throw new FileNotFoundException($"There is no file '{location}' to load a module from.", location);
                using FileStream stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Closes the stream; the overload with a reader leaves it open.</summary>
            public Module load(Stream stream, bool strict = true, IList<string> skip = null, Dictionary<string, bool> loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(BinaryReader reader, bool strict = true, IList<string> skip = null, Dictionary<string, bool> loadedParameters = null)
            {
                Dictionary<string, Tensor> target = state_dict();
                int expected = target.Keys.Count(key => skip?.Contains(key) != true);
                long entries = reader.Read7BitEncodedInt64();
                if (strict && entries != expected)
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {expected}, but found {entries} entries.");
                foreach (string key in target.Keys)
                {
                    if (loadedParameters is not null)
                        loadedParameters[key] = false;
                }
                for (long i = 0; i < entries; i++)
                {
                    string key = reader.ReadString();
                    bool known = target.TryGetValue(key, out Tensor own);
                    bool wanted = known && skip?.Contains(key) != true;
                    if (!known && strict)
                        throw new ArgumentException($"Mismatched module state names: this module has no parameter or buffer named '{key}'.");
                    if (wanted)
                        own.Load(reader);
                    else
                        TensorExtensionMethods.Load(reader, skip: true);
                    if (loadedParameters is not null)
                        loadedParameters[key] = wanted;
                }
                return this;
            }

            public static Module Create<T>(string path) where T : Module, new()
            {
                var module = new T();
                return module.load(path);
            }
        }
    }
}
