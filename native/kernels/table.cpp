// The kernels of one instruction set, side by side.

#include "kernels/declared.hpp"
#include "kernels/product.hpp"

namespace gatewise::GATEWISE_ISA {

extern const Kernels table;
const Kernels table{
    .lanes = LANES,
#if defined(GATEWISE_BFLOAT16)
    .bfloat16 = true,
#else
    .bfloat16 = false,
#endif
    .lstm_forward = lstm_forward,
    .lstm_backward = lstm_backward,
    .lstm_words = lstm_words,
    .draw_mask = draw_mask,
    .embed_forward = embed_forward,
    .embed_backward = embed_backward,
    .adam_step = adam_step,
    .sgd_step = sgd_step,
    .row_average = row_average,
    .convolve_forward = convolve_forward,
    .convolve_backward = convolve_backward,
    .strongest_forward = strongest_forward,
    .strongest_backward = strongest_backward,
    .strongest_words = strongest_words,
    .maximum_forward = maximum_forward,
    .maximum_backward = maximum_backward,
    .mean_forward = mean_forward,
    .mean_backward = mean_backward,
    .attend_forward = attend_forward,
    .attend_backward = attend_backward,
    .dense_forward = dense_forward,
    .qrnn_forward = qrnn_forward,
    .qrnn_backward = qrnn_backward,
};

}  // namespace gatewise::GATEWISE_ISA
