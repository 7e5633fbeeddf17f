// A set of numbers below a limit that tells each member's rank: what sorting would, in one pass.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace gatewise {

class Ranks {
   public:
    explicit Ranks(long limit) : bits_((limit + 63) / 64), before_(bits_.size()) {}

    void add(long number) { bits_[number / 64] |= uint64_t{1} << number % 64; }

    // How many there are; from now on none is added.
    long count() {
        long total = 0;
        for (std::size_t i = 0; i < bits_.size(); i++) {
            before_[i] = total;
            total += std::popcount(bits_[i]);
        }
        return total;
    }

    long rank(long number) const {
        const uint64_t smaller = bits_[number / 64] & ((uint64_t{1} << number % 64) - 1);
        return before_[number / 64] + std::popcount(smaller);
    }

    // All of them, ascending.
    void list(int64_t* to) const {
        for (std::size_t i = 0; i < bits_.size(); i++)
            for (uint64_t rest = bits_[i]; rest; rest &= rest - 1)
                *to++ = i * 64 + std::countr_zero(rest);
    }

   private:
    std::vector<uint64_t> bits_;
    std::vector<int32_t> before_;  // members below each 64
};

}  // namespace gatewise
