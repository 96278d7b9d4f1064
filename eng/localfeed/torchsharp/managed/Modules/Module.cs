using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A network or a part of one: named parameters, buffers and submodules.</summary>
        public partial class Module : IDisposable
        {
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;
            protected OrderedDict<string, Module> _internal_submodules = [];
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = [];
            protected OrderedDict<string, Parameter> _internal_params = [];
            protected readonly string name;

            private bool _registered;
            private bool _training = true;

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach ((_, Parameter parameter) in _internal_params)
                    parameter?.Dispose();
                foreach ((_, (Tensor buffer, _)) in _internal_buffers)
                    buffer?.Dispose();
                foreach ((_, Module module) in _internal_submodules)
                    module?.Dispose();
            }

            public virtual string GetName() => name;

            public virtual bool training => _training;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach ((_, Module module) in _internal_submodules)
                    module.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Children first, then the module itself.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach ((_, Module module) in _internal_submodules)
                    module.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Removes the gradients, or fills them with zeros.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (Parameter parameter in parameters())
                {
                    using Tensor gradient = parameter.grad;
                    if (gradient is null)
                        continue;
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        gradient.zero_();
                }
            }

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach ((string key, Parameter parameter) in _internal_params)
                {
                    if (parameter is not null && !parameter.IsInvalid && seen.Add(parameter))
                        yield return (key, parameter);
                }
                if (!recurse)
                    yield break;
                foreach ((string child, Module module) in _internal_submodules)
                {
                    foreach ((string key, Parameter parameter) in module.named_parameters())
                    {
                        if (seen.Add(parameter))
                            yield return ($"{child}.{key}", parameter);
                    }
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(pair => pair.parameter);

            protected virtual (string name, Parameter parameter)[] _named_parameters() => [.. named_parameters()];

            protected virtual Parameter[] _parameters(bool recurse = true) => [.. parameters(recurse)];

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach ((string key, (Tensor buffer, bool persistent)) in _internal_buffers)
                {
                    if (buffer is not null && !buffer.IsInvalid && (persistent || include_nonpersistent) && seen.Add(buffer))
                        yield return (key, buffer);
                }
                if (!recurse)
                    yield break;
                foreach ((string child, Module module) in _internal_submodules)
                {
                    foreach ((string key, Tensor buffer) in module.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer))
                            yield return ($"{child}.{key}", buffer);
                    }
                }
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(pair => pair.buffer);

            protected virtual (string name, Tensor buffer)[] _named_buffers() => [.. named_buffers()];

            public virtual IEnumerable<(string name, Module module)> named_children()
            {
                foreach ((string key, Module module) in _internal_submodules)
                    yield return (key, module);
            }

            /// <summary>All modules below this one: the children, then the children's.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach ((string key, Module module) in named_children())
                    yield return (key, module);
                foreach ((string child, Module module) in named_children())
                {
                    foreach ((string key, Module descendant) in module.named_modules())
                        yield return ($"{child}.{key}", descendant);
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(pair => pair.module);

            public virtual IEnumerable<Module> children() => named_children().Select(pair => pair.module);

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual Tensor get_buffer(string target) => named_buffers().FirstOrDefault(pair => pair.name == target).buffer;

            public virtual Parameter get_parameter(string target) => named_parameters().FirstOrDefault(pair => pair.name == target).parameter;

            /// <summary>A tensor that is part of the state but is not trained. It stays in its dispose scope.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                CheckNew(name, tensor is null, _internal_buffers.ContainsKey(name));
                _internal_buffers.Add(name, (tensor, persistent));
            }

            /// <summary>The parameter stays in its dispose scope; those of the layers here live as long as their layer.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                CheckNew(name, false, _internal_params.ContainsKey(name));
                _internal_params.Add(name, param);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_module(string name, Module submodule)
            {
                CheckNew(name, false, _internal_submodules.ContainsKey(name));
                if (submodule is null)
                    return;
                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            protected void ConditionallyRegisterParameter(string name, Tensor value) => ConditionallyRegisterParameter(name, value as Modules.Parameter);

            /// <summary>Puts the parameter under the name, or takes the name away when there is none.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter value)
            {
                _internal_params.Remove(name);
                if (value is not null)
                    register_parameter(name, value);
                value?.DetachFromDisposeScope();
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor value, bool persistent = true)
            {
                _internal_buffers.Remove(name);
                if (value is not null)
                    register_buffer(name, value, persistent);
                value?.DetachFromDisposeScope();
            }

            /// <summary>Registers the modules, parameters and tensors in this object's fields. Call it last in a constructor.</summary>
            protected virtual void RegisterComponents()
            {
                if (_registered)
                    return;
                _registered = true;
                foreach (FieldInfo field in GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                {
                    string key = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    switch (field.GetValue(this))
                    {
                        case Module module when !_internal_submodules.ContainsKey(key) && !_internal_submodules.values().Contains(module):
                            register_module(key, module);
                            break;
                        case Parameter parameter when !_internal_params.ContainsKey(key) && !_internal_params.values().Any(known => ReferenceEquals(known, parameter)):
                            register_parameter(key, parameter);
                            break;
                        case Tensor tensor when tensor is not Modules.Parameter && !_internal_buffers.ContainsKey(key) && !_internal_buffers.values().Any(known => ReferenceEquals(known.Item1, tensor)):
                            register_buffer(key, tensor);
                            break;
                    }
                }
            }

            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            protected void ClearModules() => _internal_submodules.Clear();

            private void CheckNew(string key, bool missing, bool taken)
            {
                ArgumentNullException.ThrowIfNull(key);
                if (missing)
                    throw new ArgumentNullException(key, $"The component '{key}' of {GetType().Name} is null.");
                if (taken)
                    throw new InvalidOperationException($"{GetType().Name} already has a component named '{key}'.");
            }
        }
    }
}
