// Which instruction sets were built, which this processor has, and which is in use.
#pragma once

#include <string>
#include <vector>

#include "kernels/kernels.hpp"

namespace gatewise {

struct Isa {
    const char* name;
    const Kernels* kernels;
    bool (*usable)();
};

// Those this processor can run, the best first; there is always one.
std::vector<const Isa*> usable_isas();

// The one in use: the best, unless another was chosen.
const Isa& isa();

// Choose by name; false if this processor cannot run it or it was not built.
bool choose_isa(const std::string& name);

inline const Kernels& kernels() { return *isa().kernels; }

}  // namespace gatewise
