#include "core/isa.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif
#endif

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

bool has_tiles() {
    constexpr unsigned BF16 = 1u << 22, TILE = 1u << 24;  // of EDX in leaf 7
    constexpr unsigned STATE = 3u << 17;                  // of XCR0: shapes and data of tiles
    unsigned a, b, c, d, enabled;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return false;
    asm volatile("xgetbv" : "=a"(enabled), "=d"(d) : "c"(0));
    return (enabled & STATE) == STATE && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & BF16) &&
           (d & TILE);
}

// Linux keeps the data of tiles, which are large, only for processes that ask.
bool may_use_tiles() {
#if defined(__linux__)
    constexpr long ARCH_REQ_XCOMP_PERM = 0x1023, XFEATURE_XTILEDATA = 18;
    return syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0;
#else
    return true;
#endif
}

// Asked before the pool has threads, which inherit the permission.
bool has_amx() {
    static const bool usable = has_avx512bf16() && has_tiles() && may_use_tiles();
    return usable;
}
[[maybe_unused]] bool has_amx_emulated() { return has_avx512bf16(); }
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
