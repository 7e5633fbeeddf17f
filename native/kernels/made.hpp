// Something made of weights: once for a model that has a store, else for one call.
#pragma once

#include "core/store.hpp"

namespace gatewise::GATEWISE_ISA {

template <class T>
class Made {
 public:
    // make() gives a new T for the weights at `key`, which stand for all of which it is made.
    template <class Make>
    Made(Store* store, const void* key, Make make) : own_(store ? nullptr : make()), made_(own_) {
        if (!store) return;
        made_ = static_cast<T*>(store->get(
            key, &FORM, [](void* call) -> void* { return (*static_cast<Make*>(call))(); }, &make,
            [](void* made) { delete static_cast<T*>(made); }));
    }
    ~Made() { delete own_; }
    Made(const Made&) = delete;
    Made& operator=(const Made&) = delete;

    T& operator*() const { return *made_; }
    T* operator->() const { return made_; }

 private:
    static constexpr char FORM = 0;  // its address tells T from others
    T *own_, *made_;
};

}  // namespace gatewise::GATEWISE_ISA
