// NumPy arrays at the border: contiguous memory of the right type, not copied.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <stdexcept>
#include <string>

namespace gatewise {

namespace nb = nanobind;

template <class T, int N>
using Array = nb::ndarray<T, nb::ndim<N>, nb::c_contig, nb::device::cpu>;

template <int N>
using Floats = Array<float, N>;
template <int N>
using Values = Array<const float, N>;  // only read: of a bundle's file, for example
using Integers = Array<const int64_t, 1>;

inline void expect(bool holds, const char* what) {
    if (!holds) throw std::invalid_argument(what);
}

template <class T>
void expect_shape(const Array<T, 3>& values, long rows, long steps, long width) {
    expect((long)values.shape(0) == rows && (long)values.shape(1) == steps &&
               (long)values.shape(2) == width,
           "vectors of rows and steps (N, T, D)");
}

}  // namespace gatewise
