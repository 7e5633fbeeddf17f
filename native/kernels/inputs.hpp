// What a layer reads, in units of Kind, and the padding it leaves alone.
#pragma once

#include "core/pool.hpp"
#include "kernels/buffer.hpp"
#include "kernels/texts.hpp"
#include "kernels/product.hpp"

namespace gatewise::GATEWISE_ISA {

// Zeros after each row's length of `values` (N, T, width).
inline void clear_padding(const Texts& texts, float* values, long width) {
    for (long row = 0; row < texts.rows; row++) {
        const long length = texts.lengths[row];
        std::memset(values + (row * texts.steps + length) * width, 0,
                    sizeof(float) * (texts.steps - length) * width);
    }
}

// float32 is read where it lies.
template <class Kind>
class Inputs {
    typedef typename Kind::Unit Unit;

   public:
    explicit Inputs(const Texts& texts)
        : width_(Kind::units(texts.width)),
          copy_(Kind::ELEMENTS > 1 ? texts.rows * texts.steps * width_ : 0) {
        if constexpr (Kind::ELEMENTS > 1) {
            auto convert = [&](long row) {
                for (long t = 0; t < texts.lengths[row]; t++) {
                    const long place = row * texts.steps + t;
                    Kind::convert(texts.x + place * texts.width, texts.width,
                                  &copy_[place * width_]);
                }
            };
            parallel(texts.rows, convert);
            data_ = copy_.get();
        } else {
            data_ = texts.x;
        }
    }
    // `place` counts padding as well.
    const Unit* at(long place) const { return data_ + place * width_; }
    long width() const { return width_; }

   private:
    long width_;
    Buffer<Unit> copy_;
    const Unit* data_;
};

}  // namespace gatewise::GATEWISE_ISA
