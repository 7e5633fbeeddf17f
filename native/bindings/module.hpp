// One function a file of this folder, which adds its kernels to the Python module.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

namespace gatewise {

using namespace nanobind::literals;

void bind_batch(nanobind::module_& module);
void bind_embed(nanobind::module_& module);
void bind_lstm(nanobind::module_& module);
void bind_mask(nanobind::module_& module);
void bind_rows(nanobind::module_& module);
void bind_convolution(nanobind::module_& module);
void bind_pooling(nanobind::module_& module);
void bind_qrnn(nanobind::module_& module);
void bind_text(nanobind::module_& module);

}  // namespace gatewise
