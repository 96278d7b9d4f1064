// Every ATen operator, by name, through the dispatcher's boxed call. The operator's own schema converts and completes the arguments.
#include "gantorch.h"

#include <ATen/core/dispatch/Dispatcher.h>

using gantorch::guarded;
using gantorch::guarded_void;
using gantorch::wrap;

namespace {

thread_local std::vector<Value> results;

c10::List<int64_t> int_list(const Value& value) {
  c10::List<int64_t> list;
  if (value.tag == kInt) { list.push_back(value.i); return list; }
  auto* items = static_cast<const int64_t*>(value.p);
  list.reserve(value.count);
  for (int32_t i = 0; i < value.count; i++) list.push_back(items[i]);
  return list;
}

c10::IValue to_list(const Value& value, const c10::Type& element) {
  auto** tensors = static_cast<at::Tensor**>(value.p);
  if (element.kind() == c10::TypeKind::TensorType) {
    c10::List<at::Tensor> list;
    for (int32_t i = 0; i < value.count; i++) list.push_back(gantorch::optional(tensors[i]));
    return list;
  }
  if (element.kind() == c10::TypeKind::OptionalType) {
    c10::List<gantorch::OptionalTensor> list;
    for (int32_t i = 0; i < value.count; i++) list.push_back(tensors[i] ? gantorch::OptionalTensor(*tensors[i]) : gantorch::OptionalTensor());
    return list;
  }
  if (element.kind() == c10::TypeKind::FloatType) {
    c10::List<double> list;
    auto* items = static_cast<const double*>(value.p);
    for (int32_t i = 0; i < value.count; i++) list.push_back(items[i]);
    return list;
  }
  if (element.kind() == c10::TypeKind::BoolType) {
    c10::List<bool> list;
    auto* items = static_cast<const int64_t*>(value.p);
    for (int32_t i = 0; i < value.count; i++) list.push_back(items[i] != 0);
    return list;
  }
  return int_list(value);
}

c10::IValue to_ivalue(const Value& value, const c10::TypePtr& declared) {
  auto type = declared;
  bool isOptional = type->kind() == c10::TypeKind::OptionalType;
  if (isOptional) {
    if (value.tag == kNone) return {};
    type = type->expectRef<c10::OptionalType>().getElementType();
  }
  switch (type->kind()) {
    case c10::TypeKind::TensorType:
      if (value.tag == kNone) return at::Tensor();
      TORCH_CHECK(value.tag == kTensor, "A tensor was expected.");
      return *static_cast<at::Tensor*>(value.p);
    case c10::TypeKind::ListType:
      return to_list(value, *type->expectRef<c10::ListType>().getElementType());
    case c10::TypeKind::FloatType:
      return value.tag == kInt ? static_cast<double>(value.i) : value.d;
    case c10::TypeKind::DeviceObjType:
      return gantorch::unpack_device(value.i);
    case c10::TypeKind::StringType:
      return std::string(static_cast<const char*>(value.p), value.count);
    case c10::TypeKind::GeneratorType:
      return *static_cast<at::Generator*>(value.p);
    default:
      break;
  }
  switch (value.tag) {
    case kInt: return value.i;
    case kDouble: return value.d;
    case kBool: return value.i != 0;
    case kComplex: return c10::complex<double>(value.d, value.imaginary);
    case kNone: return {};
    default: TORCH_CHECK(false, "An argument of kind ", value.tag, " does not fit the type ", type->str(), ".");
  }
}

void add_result(const c10::IValue& result) {
  Value value{};
  if (result.isTensor()) {
    value.p = wrap(result.toTensor());
    value.tag = value.p ? kTensor : kNone;
  } else if (result.isTensorList()) {
    for (const auto& tensor : result.toTensorVector()) add_result(tensor);
    return;
  } else if (result.isInt()) {
    value.tag = kInt; value.i = result.toInt();
  } else if (result.isDouble()) {
    value.tag = kDouble; value.d = result.toDouble();
  } else if (result.isBool()) {
    value.tag = kBool; value.i = result.toBool();
  } else {
    TORCH_CHECK(result.isNone(), "A result of type ", result.tagKind(), " cannot be returned.");
  }
  results.push_back(value);
}

}  // namespace

// The operator of that name and overload, to be kept for the process's life; null and a message when there is none.
GANTORCH_EXPORT const void* gantorch_find(const char* name, const char* overload) {
  return guarded<const void*>(nullptr, [&] {
    return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  });
}

// Missing trailing arguments take the schema's defaults. Writes at most `capacity` results to `out` and returns how many
// there are, tensor lists spread out, or -1; the others wait for gantorch_take.
GANTORCH_EXPORT int32_t gantorch_call(const c10::OperatorHandle* op, const Value* arguments, int32_t count, Value* out, int32_t capacity) {
  return guarded<int32_t>(-1, [&] {
    const auto& schema = op->schema();
    const auto& declared = schema.arguments();
    TORCH_CHECK(count <= static_cast<int32_t>(declared.size()), schema.name(), " takes at most ", declared.size(), " arguments, not ", count, ".");
    torch::jit::Stack stack;
    stack.reserve(declared.size());
    for (int32_t i = 0; i < count; i++) stack.push_back(to_ivalue(arguments[i], declared[i].type()));
    for (size_t i = count; i < declared.size(); i++) {
      TORCH_CHECK(declared[i].default_value().has_value(), schema.name(), " needs the argument ", declared[i].name(), ".");
      stack.push_back(*declared[i].default_value());
    }
    op->callBoxed(&stack);
    results.clear();
    for (const auto& result : stack) add_result(result);
    auto total = static_cast<int32_t>(results.size());
    std::copy_n(results.begin(), std::min(total, capacity), out);
    return total;
  });
}

// All results of this thread's last call.
GANTORCH_EXPORT void gantorch_take(Value* out) { std::copy(results.begin(), results.end(), out); }
