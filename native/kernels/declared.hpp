// Every kernel of the instruction set being compiled. Its name stands in its file; `table.cpp`
// collects them.
#pragma once

#include "kernels/kernels.hpp"

namespace gatewise::GATEWISE_ISA {

void lstm_forward(const LstmForward&, const Ragged&);
void lstm_backward(const LstmBackward&, const Ragged&);
void lstm_words(const LstmWords&, const Ragged&);
void draw_mask(const Mask&);
void embed_forward(const EmbedForward&);
void embed_backward(const EmbedBackward&);
void adam_step(const AdamStep&);
void sgd_step(const SgdStep&);
void row_average(const RowAverage&);
void convolve_forward(const Convolve&);
void convolve_backward(const ConvolveBackward&);
void strongest_forward(const Strongest&);
void strongest_backward(const StrongestBackward&);
void strongest_words(const StrongestWords&);
void maximum_forward(const Maximum&);
void maximum_backward(const MaximumBackward&);
void mean_forward(const Mean&);
void mean_backward(const MeanBackward&);
void attend_forward(const Attend&);
void attend_backward(const AttendBackward&);
void dense_forward(const Dense&);
void qrnn_forward(const QrnnForward&);
void qrnn_backward(const QrnnBackward&);

}  // namespace gatewise::GATEWISE_ISA
