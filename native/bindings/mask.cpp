#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "core/isa.hpp"

namespace gatewise {
namespace {

void draw(Floats<1> out, double kept, float value, uint64_t seed) {
    const Mask mask{(long)out.shape(0), seed, kept, value, out.data()};
    nb::gil_scoped_release released;
    kernels().draw_mask(mask);
}

}  // namespace

void bind_mask(nb::module_& module) {
    module.def("draw_mask", &draw, "out"_a.noconvert(), "kept"_a, "value"_a, "seed"_a);
}

}  // namespace gatewise
