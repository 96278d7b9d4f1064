using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => From(Native.gantorch_add(Handle, target.Handle), this, target);
        public Tensor add(Tensor target, Scalar alpha) => Aten.Call("add.Tensor", this, target, alpha);
        public Tensor add(Scalar scalar) => Scalar_add(scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => Aten.Call("add.Scalar", this, scalar, alpha);
        public Tensor add_(Tensor target) => After(Native.gantorch_add_(Handle, target.Handle), this, target);
        public Tensor add_(Tensor target, Scalar alpha) => InPlace("add_.Tensor", target, alpha);
        public Tensor add_(Scalar scalar) => ScalarInPlace_add(scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace("add_.Scalar", scalar, alpha);
        public Tensor sub(Tensor target) => From(Native.gantorch_sub(Handle, target.Handle), this, target);
        public Tensor sub(Scalar target) => Scalar_sub(target);
        public Tensor sub_(Tensor target) => After(Native.gantorch_sub_(Handle, target.Handle), this, target);
        public Tensor sub_(Scalar target) => ScalarInPlace_sub(target);
        public Tensor mul(Tensor target) => From(Native.gantorch_mul(Handle, target.Handle), this, target);
        public Tensor mul(Scalar target) => Scalar_mul(target);
        public Tensor mul_(Tensor target) => After(Native.gantorch_mul_(Handle, target.Handle), this, target);
        public Tensor mul_(Scalar target) => ScalarInPlace_mul(target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? From(Native.gantorch_div(Handle, target.Handle), this, target) : Aten.Call("div.Tensor_mode", this, target, rounding_mode.ToString());
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Scalar_div(target) : Aten.Call("div.Scalar_mode", this, target, rounding_mode.ToString());
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? After(Native.gantorch_div_(Handle, target.Handle), this, target) : InPlace("div_.Tensor_mode", target, rounding_mode.ToString());
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? ScalarInPlace_div(target) : InPlace("div_.Scalar_mode", target, rounding_mode.ToString());
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor multiply(Tensor target) => mul(target);
        public Tensor multiply(Scalar target) => mul(target);
        public Tensor subtract(Scalar target) => sub(target);
        public Tensor subtract(Tensor target) => sub(target);
        public Tensor subtract_(Scalar target) => sub_(target);
        public Tensor subtract_(Tensor target) => sub_(target);
        public Tensor true_divide(Tensor other) => div(other);
        public Tensor true_divide(Scalar other) => div(other);
        public Tensor true_divide_(Tensor other) => div_(other);
        public Tensor true_divide_(Scalar other) => div_(other);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Call("addcdiv", this, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Aten.Call("addcdiv", this, tensor1, tensor2, 1);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace("addcdiv_", tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => InPlace("addcdiv_", tensor1, tensor2, 1);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Call("addcmul", this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace("addcmul_", tensor1, tensor2, value);
        public Tensor pow(Tensor exponent) => Aten.Call("pow.Tensor_Tensor", this, exponent);
        public Tensor pow(Scalar exponent) => Aten.Call("pow.Tensor_Scalar", this, exponent);
        public Tensor pow_(Tensor exponent) => InPlace("pow_.Tensor", exponent);
        public Tensor pow_(Scalar exponent) => InPlace("pow_.Scalar", exponent);
        public Tensor remainder(Tensor target) => Aten.Call("remainder.Tensor", this, target);
        public Tensor remainder(Scalar scalar) => Aten.Call("remainder.Scalar", this, scalar);
        public Tensor remainder_(Tensor target) => InPlace("remainder_.Tensor", target);
        public Tensor remainder_(Scalar scalar) => InPlace("remainder_.Scalar", scalar);
        public Tensor fmod(Tensor target) => Aten.Call("fmod.Tensor", this, target);
        public Tensor fmod(Scalar scalar) => Aten.Call("fmod.Scalar", this, scalar);
        public Tensor fmod_(Tensor target) => InPlace("fmod_.Tensor", target);
        public Tensor fmod_(Scalar scalar) => InPlace("fmod_.Scalar", scalar);
        public Tensor floor_divide(Tensor other) => Aten.Call("floor_divide", this, other);
        public Tensor floor_divide(Scalar other) => Aten.Call("floor_divide.Scalar", this, other);
        public Tensor floor_divide_(Tensor other) => InPlace("floor_divide_.Tensor", other);
        public Tensor floor_divide_(Scalar other) => InPlace("floor_divide_.Scalar", other);
        public Tensor float_power(Tensor target) => Aten.Call("float_power.Tensor_Tensor", this, target);
        public Tensor float_power_(Tensor target) => InPlace("float_power_.Tensor", target);
        public Tensor xlogy(Tensor y) => Aten.Call("xlogy.Tensor", this, y);
        public Tensor xlogy(Scalar y) => Aten.Call("xlogy.Scalar_Other", this, y);
        public Tensor xlogy_(Tensor y) => InPlace("xlogy_.Tensor", y);
        public Tensor xlogy_(Scalar y) => InPlace("xlogy_.Scalar_Other", y);
        public Tensor lerp(Tensor end, Tensor weight) => Aten.Call("lerp.Tensor", this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => InPlace("lerp_.Tensor", end, weight);
        public Tensor hypot(Tensor other) => Aten.Call("hypot", this, other);
        public Tensor ldexp(Tensor other) => Aten.Call("ldexp.Tensor", this, other);
        public Tensor copysign(Tensor other) => Aten.Call("copysign.Tensor", this, other);
        public Tensor logaddexp(Tensor other) => Aten.Call("logaddexp", this, other);
        public Tensor logaddexp2(Tensor other) => Aten.Call("logaddexp2", this, other);
        public Tensor heaviside(Tensor other) => Aten.Call("heaviside", this, other);
        public Tensor nextafter(Tensor other) => Aten.Call("nextafter", this, other);
        public Tensor atan2(Tensor other) => Aten.Call("atan2", this, other);
        public Tensor atan2_(Tensor other) => InPlace("atan2_", other);
        public Tensor arctan2(Tensor other) => Aten.Call("arctan2", this, other);
        public Tensor gcd(Tensor other) => Aten.Call("gcd", this, other);
        public Tensor lcm(Tensor other) => Aten.Call("lcm", this, other);
        public Tensor bitwise_and(Tensor other) => Aten.Call("bitwise_and.Tensor", this, other);
        public Tensor bitwise_or(Tensor other) => Aten.Call("bitwise_or.Tensor", this, other);
        public Tensor bitwise_xor(Tensor other) => Aten.Call("bitwise_xor.Tensor", this, other);
        public Tensor bitwise_and_(Tensor other) => InPlace("bitwise_and_.Tensor", other);
        public Tensor bitwise_or_(Tensor other) => InPlace("bitwise_or_.Tensor", other);
        public Tensor bitwise_xor_(Tensor other) => InPlace("bitwise_xor_.Tensor", other);
        public Tensor bitwise_left_shift(Tensor other) => Aten.Call("bitwise_left_shift.Tensor", this, other);
        public Tensor bitwise_right_shift(Tensor other) => Aten.Call("bitwise_right_shift.Tensor", this, other);
        public Tensor logical_and(Tensor other) => Aten.Call("logical_and", this, other);
        public Tensor logical_or(Tensor other) => Aten.Call("logical_or", this, other);
        public Tensor logical_xor(Tensor other) => Aten.Call("logical_xor", this, other);
        public Tensor logical_and_(Tensor other) => InPlace("logical_and_", other);
        public Tensor logical_or_(Tensor other) => InPlace("logical_or_", other);
        public Tensor logical_xor_(Tensor other) => InPlace("logical_xor_", other);
        public Tensor clamp(Scalar min = null, Scalar max = null) => Aten.Call("clamp", this, min, max);
        public Tensor clamp(Tensor min = null, Tensor max = null) => Aten.Call("clamp.Tensor", this, min, max);
        public Tensor clamp_(Scalar min = null, Scalar max = null) => InPlace("clamp_", min, max);
        public Tensor clamp_(Tensor min = null, Tensor max = null) => InPlace("clamp_.Tensor", min, max);
        public Tensor clip(Scalar min = null, Scalar max = null) => Aten.Call("clamp", this, min, max);
        public Tensor clamp_max(Scalar max) => Aten.Call("clamp_max", this, max);
        public Tensor clamp_max_(Scalar max) => InPlace("clamp_max_", max);
        public Tensor clamp_min(Scalar min) => Aten.Call("clamp_min", this, min);
        public Tensor clamp_min_(Scalar min) => InPlace("clamp_min_", min);
        public Tensor maximum(Tensor other) => Aten.Call("maximum", this, other);
        public Tensor minimum(Tensor other) => Aten.Call("minimum", this, other);
        public Tensor fmax(Tensor other) => Aten.Call("fmax", this, other);
        public Tensor fmin(Tensor other) => Aten.Call("fmin", this, other);

        private unsafe Tensor Scalar_add(Scalar other)
        {
            Value value = other.Value;
            return From(Native.gantorch_add_scalar(Handle, &value), this);
        }

        private unsafe Tensor ScalarInPlace_add(Scalar other)
        {
            Value value = other.Value;
            return After(Native.gantorch_add_scalar_(Handle, &value), this);
        }

        private unsafe Tensor Scalar_sub(Scalar other)
        {
            Value value = other.Value;
            return From(Native.gantorch_sub_scalar(Handle, &value), this);
        }

        private unsafe Tensor ScalarInPlace_sub(Scalar other)
        {
            Value value = other.Value;
            return After(Native.gantorch_sub_scalar_(Handle, &value), this);
        }

        private unsafe Tensor Scalar_mul(Scalar other)
        {
            Value value = other.Value;
            return From(Native.gantorch_mul_scalar(Handle, &value), this);
        }

        private unsafe Tensor ScalarInPlace_mul(Scalar other)
        {
            Value value = other.Value;
            return After(Native.gantorch_mul_scalar_(Handle, &value), this);
        }

        private unsafe Tensor Scalar_div(Scalar other)
        {
            Value value = other.Value;
            return From(Native.gantorch_div_scalar(Handle, &value), this);
        }

        private unsafe Tensor ScalarInPlace_div(Scalar other)
        {
            Value value = other.Value;
            return After(Native.gantorch_div_scalar_(Handle, &value), this);
        }
    }
}
