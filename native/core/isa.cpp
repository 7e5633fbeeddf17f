#include "core/isa.hpp"

#include "built.hpp"  // GATEWISE_ISAS, written by CMake

namespace gatewise {

#define DECLARE(name) namespace name { extern const Kernels table; }
GATEWISE_ISAS(DECLARE)
#undef DECLARE

namespace {

bool has_generic() { return true; }

#if defined(__x86_64__)
bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
bool has_avx512() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && has_avx2();
}
bool has_avx512bf16() { return has_avx512() && __builtin_cpu_supports("avx512bf16"); }
#elif defined(__aarch64__)
bool has_neon() { return true; }
#endif

#define LIST(name) Isa{#name, &name::table, has_##name},
const Isa BUILT[] = {GATEWISE_ISAS(LIST)};
#undef LIST

const Isa* chosen = nullptr;

}  // namespace

std::vector<const Isa*> usable_isas() {
    std::vector<const Isa*> found;
    for (const Isa& candidate : BUILT)
        if (candidate.usable()) found.push_back(&candidate);
    return found;
}

const Isa& isa() {
    if (!chosen) chosen = usable_isas().front();
    return *chosen;
}

bool choose_isa(const std::string& name) {
    for (const Isa* candidate : usable_isas())
        if (candidate->name == name) {
            chosen = candidate;
            return true;
        }
    return false;
}

}  // namespace gatewise
