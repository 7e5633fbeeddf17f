#include <nanobind/stl/pair.h>

#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "core/isa.hpp"

namespace gatewise {
namespace {

using State = Floats<3>;
using Seen = Array<int64_t, 1>;
using LogDecays = Array<double, 1>;

Rows describe(const State& state, const Seen& seen, const LogDecays& log_decay_at) {
    expect(state.shape(1) >= 2 && seen.shape(0) == state.shape(0) &&
               log_decay_at.shape(0) == state.shape(0),
           "state (V, 2 + M, D), seen (V,) and log_decay_at (V,)");
    return {(long)state.shape(0), (long)state.shape(2), (long)state.shape(1) - 2,
            state.data(),         seen.data(),          log_decay_at.data()};
}

// The part of a step that does not depend on the optimiser.
RowStep describe(const Rows& table, long moments, const Integers& rows, const Floats<2>& gradient) {
    RowStep step{};
    step.table = table;
    expect(table.moments == moments, "as many moments as the optimiser keeps");
    step.count = rows.shape(0), step.rows = rows.data(), step.gradient = gradient.data();
    expect((long)gradient.shape(0) == step.count && (long)gradient.shape(1) == table.width,
           "gradient (U, D)");
    for (long i = 0; i < step.count; i++)
        expect((i ? step.rows[i - 1] : -1) < step.rows[i] && step.rows[i] < table.table_rows,
               "ascending rows in 0..V - 1");
    return step;
}

void adam(State state, Seen seen, LogDecays log_decay_at, Integers rows, Floats<2> gradient,
          long step, double averaging, std::pair<double, double> log_decay, double rate,
          double weight_decay, bool decoupled, std::pair<double, double> betas, double eps) {
    AdamStep call{};
    call.step = describe(describe(state, seen, log_decay_at), 2, rows, gradient);
    call.step.step = step, call.step.averaging = averaging;
    call.step.log_decay = log_decay.first, call.step.log_decay_now = log_decay.second;
    call.step.rate = rate, call.step.weight_decay = weight_decay;
    call.decoupled = decoupled, call.eps = eps;
    call.beta1 = betas.first, call.beta2 = betas.second;
    nb::gil_scoped_release released;
    kernels().adam_step(call);
}

void sgd(State state, Seen seen, LogDecays log_decay_at, Integers rows, Floats<2> gradient,
         long step, double averaging, std::pair<double, double> log_decay, double rate,
         double weight_decay, double momentum) {
    SgdStep call{};
    call.step = describe(describe(state, seen, log_decay_at), 1, rows, gradient);
    call.step.step = step, call.step.averaging = averaging;
    call.step.log_decay = log_decay.first, call.step.log_decay_now = log_decay.second;
    call.step.rate = rate, call.step.weight_decay = weight_decay;
    call.momentum = momentum;
    nb::gil_scoped_release released;
    kernels().sgd_step(call);
}

void average(State state, Seen seen, LogDecays log_decay_at, double log_decay, Floats<2> out) {
    const RowAverage call{describe(state, seen, log_decay_at), log_decay, out.data()};
    expect((long)out.shape(0) == call.table.table_rows && (long)out.shape(1) == call.table.width,
           "out (V, D)");
    nb::gil_scoped_release released;
    kernels().row_average(call);
}

}  // namespace

void bind_rows(nb::module_& module) {
    // What is changed must be the caller's own memory, not a copy of another type.
    const auto state = "state"_a.noconvert(), seen = "seen"_a.noconvert();
    const auto log_decay_at = "log_decay_at"_a.noconvert();
    module.def("adam_step", &adam, state, seen, log_decay_at, "rows"_a, "gradient"_a, "step"_a,
               "averaging"_a, "log_decay"_a, "rate"_a, "weight_decay"_a, "decoupled"_a, "betas"_a,
               "eps"_a);
    module.def("sgd_step", &sgd, state, seen, log_decay_at, "rows"_a, "gradient"_a, "step"_a,
               "averaging"_a, "log_decay"_a, "rate"_a, "weight_decay"_a, "momentum"_a);
    module.def("row_average", &average, state, seen, log_decay_at, "log_decay"_a,
               "out"_a.noconvert());
}

}  // namespace gatewise
