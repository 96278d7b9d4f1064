// Handles, errors, data access, autograd, random numbers, threads and devices.
#include "gantorch.h"

#include <ATen/Parallel.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>

using gantorch::guarded;
using gantorch::guarded_void;
using gantorch::optional;
using gantorch::wrap;

namespace gantorch {

std::atomic<int64_t> live_handles{0};
static thread_local std::string last_error;

void set_error(const std::exception& error) { last_error = error.what(); }
void set_error(const c10::Error& error) { last_error = error.what_without_backtrace(); }
void set_unknown_error() { last_error = "libtorch threw something that is not an exception."; }

static std::vector<at::Tensor> collect(Handle* handles, int32_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int32_t i = 0; i < count; i++) tensors.push_back(optional(handles[i]));
  return tensors;
}

}  // namespace gantorch

GANTORCH_EXPORT const char* gantorch_error() { return gantorch::last_error.c_str(); }
GANTORCH_EXPORT const char* gantorch_torch_version() { return TORCH_VERSION; }
GANTORCH_EXPORT int64_t gantorch_live_handles() { return gantorch::live_handles.load(std::memory_order_relaxed); }

// ---- handles and data

GANTORCH_EXPORT void gantorch_release(Handle tensor) {
  if (!tensor) return;
  gantorch::live_handles.fetch_sub(1, std::memory_order_relaxed);
  delete tensor;
}

GANTORCH_EXPORT Handle gantorch_alias(Handle tensor) {
  return guarded<Handle>(nullptr, [&] { return wrap(*tensor); });
}

GANTORCH_EXPORT Handle gantorch_from_data(const void* data, int64_t bytes, int32_t dtype, const int64_t* sizes, int32_t dims) {
  return guarded<Handle>(nullptr, [&] {
    auto tensor = at::empty(at::IntArrayRef(sizes, dims), at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
    TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == bytes, "The data has ", bytes, " bytes; a tensor of this shape and type has ", tensor.nbytes(), ".");
    if (bytes > 0) std::memcpy(tensor.data_ptr(), data, bytes);
    return wrap(tensor);
  });
}

GANTORCH_EXPORT void* gantorch_data_ptr(Handle tensor) {
  return guarded<void*>(nullptr, [&] { return tensor->data_ptr(); });
}

GANTORCH_EXPORT int64_t gantorch_dim(Handle tensor) { return tensor->dim(); }
GANTORCH_EXPORT int64_t gantorch_numel(Handle tensor) { return tensor->numel(); }
GANTORCH_EXPORT int64_t gantorch_element_size(Handle tensor) { return static_cast<int64_t>(tensor->element_size()); }
GANTORCH_EXPORT int64_t gantorch_storage_offset(Handle tensor) { return tensor->storage_offset(); }
GANTORCH_EXPORT int32_t gantorch_dtype(Handle tensor) { return static_cast<int32_t>(tensor->scalar_type()); }
GANTORCH_EXPORT int32_t gantorch_is_contiguous(Handle tensor) { return tensor->is_contiguous(); }
GANTORCH_EXPORT int32_t gantorch_is_sparse(Handle tensor) { return tensor->is_sparse(); }
GANTORCH_EXPORT int32_t gantorch_is_same(Handle left, Handle right) { return left->is_same(*right); }

GANTORCH_EXPORT int64_t gantorch_device(Handle tensor) {
  auto device = tensor->device();
  return static_cast<int64_t>(device.type()) << 32 | static_cast<uint32_t>(static_cast<int32_t>(device.index()));
}

GANTORCH_EXPORT int32_t gantorch_sizes(Handle tensor, int64_t* out) {
  return guarded_void([&] { auto sizes = tensor->sizes(); std::copy(sizes.begin(), sizes.end(), out); });
}

GANTORCH_EXPORT int32_t gantorch_strides(Handle tensor, int64_t* out) {
  return guarded_void([&] { auto strides = tensor->strides(); std::copy(strides.begin(), strides.end(), out); });
}

GANTORCH_EXPORT int32_t gantorch_item(Handle tensor, Value* out) {
  return guarded_void([&] {
    auto scalar = tensor->item();
    *out = Value{};
    if (scalar.isBoolean()) { out->tag = kBool; out->i = scalar.toBool(); }
    else if (scalar.isIntegral(false)) { out->tag = kInt; out->i = scalar.toLong(); }
    else if (scalar.isComplex()) { auto z = scalar.toComplexDouble(); out->tag = kComplex; out->d = z.real(); out->imaginary = z.imag(); }
    else { out->tag = kDouble; out->d = scalar.toDouble(); }
  });
}

// ---- autograd

GANTORCH_EXPORT int32_t gantorch_requires_grad(Handle tensor) { return tensor->requires_grad(); }
GANTORCH_EXPORT int32_t gantorch_is_leaf(Handle tensor) { return tensor->is_leaf(); }
GANTORCH_EXPORT int32_t gantorch_set_requires_grad(Handle tensor, int32_t value) {
  return guarded_void([&] { tensor->set_requires_grad(value != 0); });
}
GANTORCH_EXPORT int32_t gantorch_retain_grad(Handle tensor) { return guarded_void([&] { tensor->retain_grad(); }); }

GANTORCH_EXPORT int32_t gantorch_grad(Handle tensor, Handle* out) {
  return guarded_void([&] { *out = wrap(tensor->grad()); });
}
GANTORCH_EXPORT int32_t gantorch_set_grad(Handle tensor, Handle grad) {
  return guarded_void([&] { tensor->mutable_grad() = optional(grad); });
}

// Sets a tensor's data in place and keeps its identity, so that an optimizer's reference stays valid after a move to a device.
GANTORCH_EXPORT int32_t gantorch_set_data(Handle tensor, Handle data) {
  return guarded_void([&] { tensor->set_data(*data); });
}

GANTORCH_EXPORT int32_t gantorch_backward(Handle* tensors, int32_t count, Handle* gradients, int32_t gradientCount, int32_t retainGraph,
                                          int32_t createGraph, Handle* inputs, int32_t inputCount) {
  return guarded_void([&] {
    torch::autograd::backward(gantorch::collect(tensors, count), gantorch::collect(gradients, gradientCount),
                              retainGraph != 0, createGraph != 0, gantorch::collect(inputs, inputCount));
  });
}

// out receives inputCount handles; null stands for an input that was not used.
GANTORCH_EXPORT int32_t gantorch_autograd_grad(Handle* outputs, int32_t count, Handle* inputs, int32_t inputCount, Handle* gradients,
                                               int32_t gradientCount, int32_t retainGraph, int32_t createGraph, int32_t allowUnused, Handle* out) {
  return guarded_void([&] {
    auto result = torch::autograd::grad(gantorch::collect(outputs, count), gantorch::collect(inputs, inputCount),
                                        gantorch::collect(gradients, gradientCount), retainGraph != 0,
                                        createGraph != 0, allowUnused != 0);
    for (size_t i = 0; i < result.size(); i++) out[i] = wrap(result[i]);
  });
}

GANTORCH_EXPORT int32_t gantorch_grad_enabled() { return c10::GradMode::is_enabled(); }
GANTORCH_EXPORT void gantorch_set_grad_enabled(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }
GANTORCH_EXPORT int32_t gantorch_inference_enabled() { return c10::InferenceMode::is_enabled(); }
GANTORCH_EXPORT void* gantorch_inference_enter(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
GANTORCH_EXPORT void gantorch_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

// ---- random numbers

static const at::Generator& default_generator(int64_t device) {
  return at::globalContext().defaultGenerator(gantorch::unpack_device(device));
}

GANTORCH_EXPORT int32_t gantorch_manual_seed(uint64_t seed) { return guarded_void([&] { at::manual_seed(seed); }); }

GANTORCH_EXPORT void* gantorch_generator_default(int64_t device) {
  return guarded<void*>(nullptr, [&] { return new at::Generator(default_generator(device)); });
}
GANTORCH_EXPORT void* gantorch_generator_new(uint64_t seed, int64_t device) {
  return guarded<void*>(nullptr, [&] {
    auto generator = default_generator(device).clone();
    generator.set_current_seed(seed);
    return new at::Generator(generator);
  });
}
GANTORCH_EXPORT void gantorch_generator_release(at::Generator* generator) { delete generator; }
GANTORCH_EXPORT int32_t gantorch_generator_set_seed(at::Generator* generator, uint64_t seed) {
  return guarded_void([&] { std::lock_guard<std::mutex> lock(generator->mutex()); generator->set_current_seed(seed); });
}
GANTORCH_EXPORT int64_t gantorch_generator_initial_seed(at::Generator* generator) { return static_cast<int64_t>(generator->current_seed()); }
GANTORCH_EXPORT int64_t gantorch_generator_reseed(at::Generator* generator) {
  return guarded<int64_t>(0, [&] { std::lock_guard<std::mutex> lock(generator->mutex()); return static_cast<int64_t>(generator->seed()); });
}
GANTORCH_EXPORT int64_t gantorch_generator_device(at::Generator* generator) {
  auto device = generator->device();
  return static_cast<int64_t>(device.type()) << 32 | static_cast<uint32_t>(static_cast<int32_t>(device.index()));
}
GANTORCH_EXPORT Handle gantorch_generator_state(at::Generator* generator) {
  return guarded<Handle>(nullptr, [&] { return wrap(generator->get_state()); });
}
GANTORCH_EXPORT int32_t gantorch_generator_set_state(at::Generator* generator, Handle state) {
  return guarded_void([&] { generator->set_state(*state); });
}

// ---- threads and devices

// Some builds of libtorch start with one thread: a fresh process takes every core unless OMP_NUM_THREADS says otherwise.
GANTORCH_EXPORT void gantorch_initialize() {
  at::init_num_threads();
  if (!std::getenv("OMP_NUM_THREADS") && !std::getenv("MKL_NUM_THREADS")) {
    auto cores = static_cast<int>(std::thread::hardware_concurrency());
    if (cores > 0) at::set_num_threads(cores);
  }
}
GANTORCH_EXPORT int32_t gantorch_num_threads() { return at::get_num_threads(); }
GANTORCH_EXPORT int32_t gantorch_set_num_threads(int32_t threads) { return guarded_void([&] { at::set_num_threads(threads); }); }
GANTORCH_EXPORT int32_t gantorch_num_interop_threads() { return at::get_num_interop_threads(); }
GANTORCH_EXPORT int32_t gantorch_set_num_interop_threads(int32_t threads) { return guarded_void([&] { at::set_num_interop_threads(threads); }); }

GANTORCH_EXPORT int32_t gantorch_cuda_device_count() {
  return guarded<int32_t>(0, [&] { return at::hasCUDA() ? static_cast<int32_t>(at::getNumGPUs()) : 0; });
}
GANTORCH_EXPORT int32_t gantorch_cudnn_available() { return guarded<int32_t>(0, [&] { return at::globalContext().hasCuDNN() ? 1 : 0; }); }
GANTORCH_EXPORT int32_t gantorch_cuda_synchronize(int32_t index) {
  return guarded_void([&] { at::detail::getCUDAHooks().deviceSynchronize(static_cast<c10::DeviceIndex>(index)); });
}
GANTORCH_EXPORT int32_t gantorch_cuda_manual_seed(uint64_t seed, int32_t everyDevice) {
  return guarded_void([&] {
    auto count = everyDevice ? static_cast<int>(at::getNumGPUs()) : 1;
    for (int i = 0; i < count; i++) {
      auto generator = at::globalContext().defaultGenerator(c10::Device(c10::kCUDA, everyDevice ? i : -1));
      std::lock_guard<std::mutex> lock(generator.mutex());
      generator.set_current_seed(seed);
    }
  });
}
GANTORCH_EXPORT int32_t gantorch_flag(int32_t which, int32_t set, int32_t value) {
  return guarded<int32_t>(0, [&] {
    auto& context = at::globalContext();
    if (which == 0) { if (set) context.setBenchmarkCuDNN(value); return context.benchmarkCuDNN() ? 1 : 0; }
    if (which == 1) { if (set) context.setAllowTF32CuDNN(value); return context.allowTF32CuDNN() ? 1 : 0; }
    if (which == 2) { if (set) context.setAllowTF32CuBLAS(value); return context.allowTF32CuBLAS() ? 1 : 0; }
    if (set) context.setDeterministicAlgorithms(value, false);
    return context.deterministicAlgorithms() ? 1 : 0;
  });
}
