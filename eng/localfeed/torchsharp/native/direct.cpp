// Direct entry points for the operators that a training step calls most: no boxing, no schema lookup.
#include "gantorch.h"

using gantorch::guarded;
using gantorch::guarded_void;
using gantorch::optional;
using gantorch::wrap;

namespace {

at::Scalar to_scalar(const Value& value) {
  switch (value.tag) {
    case kInt: return value.i;
    case kBool: return value.i != 0;
    case kComplex: return c10::complex<double>(value.d, value.imaginary);
    default: return value.d;
  }
}

at::IntArrayRef pair(const int64_t* values) { return at::IntArrayRef(values, 2); }

}  // namespace

#define UNARY(name) \
  GANTORCH_EXPORT Handle gantorch_##name(Handle self) { return guarded<Handle>(nullptr, [&] { return wrap(at::name(*self)); }); }
#define UNARY_IN_PLACE(name) \
  GANTORCH_EXPORT int32_t gantorch_##name##_(Handle self) { return guarded_void([&] { self->name##_(); }); }
#define BINARY(name) \
  GANTORCH_EXPORT Handle gantorch_##name(Handle self, Handle other) { return guarded<Handle>(nullptr, [&] { return wrap(at::name(*self, *other)); }); } \
  GANTORCH_EXPORT int32_t gantorch_##name##_(Handle self, Handle other) { return guarded_void([&] { self->name##_(*other); }); } \
  GANTORCH_EXPORT Handle gantorch_##name##_scalar(Handle self, const Value* other) { return guarded<Handle>(nullptr, [&] { return wrap(at::name(*self, to_scalar(*other))); }); } \
  GANTORCH_EXPORT int32_t gantorch_##name##_scalar_(Handle self, const Value* other) { return guarded_void([&] { self->name##_(to_scalar(*other)); }); }

UNARY(abs) UNARY(detach) UNARY(exp) UNARY(log) UNARY(mean) UNARY(neg) UNARY(relu) UNARY(sigmoid) UNARY(silu)
UNARY(softplus) UNARY(sqrt) UNARY(square) UNARY(sum) UNARY(tanh) UNARY(clone)
UNARY_IN_PLACE(relu) UNARY_IN_PLACE(sigmoid) UNARY_IN_PLACE(tanh) UNARY_IN_PLACE(sqrt) UNARY_IN_PLACE(zero)
BINARY(add) BINARY(sub) BINARY(mul) BINARY(div)

GANTORCH_EXPORT Handle gantorch_matmul(Handle self, Handle other) {
  return guarded<Handle>(nullptr, [&] { return wrap(at::matmul(*self, *other)); });
}
GANTORCH_EXPORT Handle gantorch_mm(Handle self, Handle other) {
  return guarded<Handle>(nullptr, [&] { return wrap(at::mm(*self, *other)); });
}
GANTORCH_EXPORT Handle gantorch_addmm(Handle self, Handle mat1, Handle mat2, double beta, double alpha) {
  return guarded<Handle>(nullptr, [&] { return wrap(at::addmm(*self, *mat1, *mat2, beta, alpha)); });
}
GANTORCH_EXPORT Handle gantorch_linear(Handle input, Handle weight, Handle bias) {
  return guarded<Handle>(nullptr, [&] { return wrap(at::linear(*input, *weight, optional(bias))); });
}

GANTORCH_EXPORT Handle gantorch_conv2d(Handle input, Handle weight, Handle bias, const int64_t* stride, const int64_t* padding,
                                       const int64_t* dilation, int64_t groups) {
  return guarded<Handle>(nullptr, [&] {
    return wrap(at::conv2d(*input, *weight, optional(bias), pair(stride), pair(padding), pair(dilation), groups));
  });
}
GANTORCH_EXPORT Handle gantorch_conv_transpose2d(Handle input, Handle weight, Handle bias, const int64_t* stride, const int64_t* padding,
                                                 const int64_t* outputPadding, int64_t groups, const int64_t* dilation) {
  return guarded<Handle>(nullptr, [&] {
    return wrap(at::conv_transpose2d(*input, *weight, optional(bias), pair(stride), pair(padding), pair(outputPadding), groups, pair(dilation)));
  });
}
GANTORCH_EXPORT Handle gantorch_batch_norm(Handle input, Handle weight, Handle bias, Handle mean, Handle var, int32_t training, double momentum, double eps) {
  return guarded<Handle>(nullptr, [&] {
    return wrap(at::batch_norm(*input, optional(weight), optional(bias), optional(mean), optional(var), training != 0, momentum, eps,
                               at::globalContext().userEnabledCuDNN()));
  });
}

GANTORCH_EXPORT Handle gantorch_leaky_relu(Handle self, double slope) {
  return guarded<Handle>(nullptr, [&] { return wrap(at::leaky_relu(*self, slope)); });
}
GANTORCH_EXPORT int32_t gantorch_leaky_relu_(Handle self, double slope) { return guarded_void([&] { at::leaky_relu_(*self, slope); }); }

GANTORCH_EXPORT Handle gantorch_bce_with_logits(Handle input, Handle target, Handle weight, Handle positiveWeight, int64_t reduction) {
  return guarded<Handle>(nullptr, [&] {
    return wrap(at::binary_cross_entropy_with_logits(*input, *target, optional(weight), optional(positiveWeight), reduction));
  });
}
GANTORCH_EXPORT Handle gantorch_mse_loss(Handle input, Handle target, int64_t reduction) {
  return guarded<Handle>(nullptr, [&] { return wrap(at::mse_loss(*input, *target, reduction)); });
}

// self += alpha * other
GANTORCH_EXPORT int32_t gantorch_add_scaled_(Handle self, Handle other, const Value* alpha) {
  return guarded_void([&] { self->add_(*other, to_scalar(*alpha)); });
}
GANTORCH_EXPORT int32_t gantorch_addcmul_(Handle self, Handle tensor1, Handle tensor2, const Value* value) {
  return guarded_void([&] { self->addcmul_(*tensor1, *tensor2, to_scalar(*value)); });
}
GANTORCH_EXPORT int32_t gantorch_addcdiv_(Handle self, Handle tensor1, Handle tensor2, const Value* value) {
  return guarded_void([&] { self->addcdiv_(*tensor1, *tensor2, to_scalar(*value)); });
}
GANTORCH_EXPORT int32_t gantorch_lerp_(Handle self, Handle end, const Value* weight) {
  return guarded_void([&] { self->lerp_(*end, to_scalar(*weight)); });
}
GANTORCH_EXPORT int32_t gantorch_copy_(Handle self, Handle source, int32_t nonBlocking) {
  return guarded_void([&] { self->copy_(*source, nonBlocking != 0); });
}
