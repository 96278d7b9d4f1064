// What the translation units of libgantorch share: the handle type, the tagged value and the error barrier.
#pragma once

#include <ATen/ATen.h>
#include <torch/csrc/api/include/torch/version.h>

#include <atomic>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#define GANTORCH_EXPORT extern "C" __attribute__((visibility("default")))

using Handle = at::Tensor*;

// One argument or result of a boxed call. The numbers are a contract with Aten.cs.
enum Tag : int32_t {
  kNone = 0, kTensor = 1, kInt = 2, kDouble = 3, kBool = 4, kIntList = 5, kDoubleList = 6,
  kTensorList = 7, kString = 8, kDevice = 9, kGenerator = 10, kComplex = 11,
};

struct Value {
  int32_t tag;
  int32_t count;  // elements of a list, bytes of a string
  union {
    int64_t i;    // kInt, kBool; kDevice: type << 32 | (index & 0xffffffff)
    double d;     // kDouble, kComplex (real part)
    void* p;      // kTensor, kGenerator, lists, kString
  };
  double imaginary;
};

namespace gantorch {

// libtorch had an optional of its own before it took the standard's; in between the two are one type.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 5)
using OptionalTensor = std::optional<at::Tensor>;
#else
using OptionalTensor = c10::optional<at::Tensor>;
#endif

void set_error(const std::exception& error);
void set_error(const c10::Error& error);
void set_unknown_error();
extern std::atomic<int64_t> live_handles;

inline Handle wrap(at::Tensor tensor) {
  if (!tensor.defined()) return nullptr;
  live_handles.fetch_add(1, std::memory_order_relaxed);
  return new at::Tensor(std::move(tensor));
}

// No exception may cross into the managed caller: it becomes this thread's message and the function's `failed` value.
template <typename Result, typename Body>
Result guarded(Result failed, Body&& body) {
  try {
    return body();
  } catch (const c10::Error& error) {
    set_error(error);
  } catch (const std::exception& error) {
    set_error(error);
  } catch (...) {
    set_unknown_error();
  }
  return failed;
}

// 0 is success and 1 is failure, for functions without a result.
template <typename Body>
int32_t guarded_void(Body&& body) {
  return guarded<int32_t>(1, [&] { body(); return 0; });
}

inline at::Tensor optional(Handle tensor) { return tensor ? *tensor : at::Tensor(); }

inline c10::Device unpack_device(int64_t packed) {
  return c10::Device(static_cast<c10::DeviceType>(packed >> 32), static_cast<c10::DeviceIndex>(static_cast<int32_t>(packed)));
}

}  // namespace gantorch
