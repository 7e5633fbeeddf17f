// Blocks of memory by number, kept from call to call: what frequent words come to is computed once.
#pragma once

namespace gatewise {

class Products {
 public:
    // Of `bytes` each, for the numbers 0..numbers-1, in `room` bytes.
    Products(long numbers, long bytes, long room);
    ~Products();
    Products(const Products&) = delete;
    Products& operator=(const Products&) = delete;

    // One call's use. What it found or added stays where it is until it ends; other calls may
    // find that as soon as it has let go, so it must be computed by then.
    class Use {
     public:
        explicit Use(Products& products);
        ~Use();
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;

        char* find(long number);  // null where it is not there
        char* add(long number);   // room for one that is not
        void let_go();

     private:
        struct Held;
        Products& products_;
        Held* held_;
    };

 private:
    struct State;
    State* state_;
};

}  // namespace gatewise
