// Every kernel of the instruction set being compiled. Its name stands in its file; `table.cpp`
// collects them.
#pragma once

#include "kernels/kernels.hpp"

namespace gatewise::GATEWISE_ISA {

void lstm_forward(const LstmForward&, const Ragged&);
void lstm_backward(const LstmBackward&, const Ragged&);

}  // namespace gatewise::GATEWISE_ISA
