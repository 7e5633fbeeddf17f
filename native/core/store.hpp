// What kernels make of a model's weights once, for as long as the model lives.
#pragma once

namespace gatewise {

class Store {
 public:
    // `room`: bytes of words' products that may be kept.
    explicit Store(long room);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    long room() const { return room_; }

    // What was made of the weights at `key` in the form `form`: made(context) the first time.
    // `drop` gives it back in the end. Any thread may ask.
    void* get(const void* key, const void* form, void* (*make)(void* context), void* context,
              void (*drop)(void* made));

 private:
    struct Shelf;
    const long room_;
    Shelf* shelf_;
};

}  // namespace gatewise
