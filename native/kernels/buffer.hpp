// Scratch arrays of kernels.
#pragma once

#include "core/memory.hpp"
#include "core/simd.hpp"

namespace gatewise::GATEWISE_ISA {

template <class T>
class Buffer {
   public:
    explicit Buffer(long size) : data_(static_cast<T*>(take_memory(sizeof(T) * size))) {}
    ~Buffer() { give_memory(data_); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    T* get() const { return data_; }
    T& operator[](long i) const { return data_[i]; }

   private:
    T* data_;
};

}  // namespace gatewise::GATEWISE_ISA
