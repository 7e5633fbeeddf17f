#include "bindings/module.hpp"

#include <string>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "core/isa.hpp"
#include "core/pool.hpp"

namespace nb = nanobind;

namespace gatewise {
namespace {

std::vector<std::string> names() {
    std::vector<std::string> found;
    for (const Isa* usable : usable_isas()) found.push_back(usable->name);
    return found;
}

// Large arrays come from memory that was used before instead of fresh pages, which cost a fault
// every 4 KiB when they are first written to. For the whole process, until it ends.
void keep_memory() {
#if defined(__GLIBC__)
    constexpr int GIB = 1 << 30;
    mallopt(M_MMAP_THRESHOLD, GIB);
    mallopt(M_TRIM_THRESHOLD, GIB);
    mallopt(M_TOP_PAD, 1 << 26);
#endif
}

}  // namespace
}  // namespace gatewise

NB_MODULE(_native, module) {
    using namespace gatewise;
    nb::set_leak_warnings(false);  // a model that lives as long as the process is no leak
    module.def("isas", &names);
    module.def("isa", [] { return std::string(isa().name); });
    module.def("choose_isa", &choose_isa, "name"_a);
    module.def("lanes", [] { return kernels().lanes; });
    module.def("has_bfloat16", [] { return kernels().bfloat16; });
    module.def("set_threads", &set_threads, "count"_a);
    module.def("threads", &threads);
    module.def("keep_memory", &keep_memory);
    bind_lstm(module);
    bind_mask(module);
    bind_batch(module);
    bind_embed(module);
    bind_rows(module);
    bind_convolution(module);
    bind_pooling(module);
    bind_qrnn(module);
    bind_text(module);
}
