#include "core/products.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/memory.hpp"

namespace gatewise {
namespace {

constexpr long BLOCK = 2l << 20;  // bytes that are taken at a time: a large page

// A generation: filled once, it ends with its last user.
struct Rows {
    Rows(long numbers, long bytes, long room)
        : bytes(bytes),
          in_block(std::max(BLOCK / bytes, 1l)),
          most(std::max(room / bytes, 1l)),
          place(numbers, -1) {}
    ~Rows() {
        for (char* block : blocks) give_memory(block);
    }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    char* at(long i) const { return blocks[i / in_block] + i % in_block * bytes; }

    char* find(long number) const {
        const int32_t i = place[number];
        return i < 0 ? nullptr : at(i);
    }

    char* add(long number) {
        if (count == in_block * static_cast<long>(blocks.size()))
            blocks.push_back(static_cast<char*>(take_pages(in_block * bytes)));
        place[number] = static_cast<int32_t>(count);
        return at(count++);
    }

    const long bytes, in_block, most;
    long count = 0;
    std::vector<int32_t> place;  // by number; -1 where it is not there
    std::vector<char*> blocks;
};

}  // namespace

// What was used since `now` began is in it; what was not is forgotten with `before`.
struct Products::State {
    const long numbers, bytes, room;  // of a generation: a call may hold a third one
    std::mutex mutex;
    std::shared_ptr<Rows> now, before;
};

struct Products::Use::Held {
    std::unique_lock<std::mutex> lock;
    std::vector<std::shared_ptr<Rows>> rows;
};

Products::Products(long numbers, long bytes, long room)
    : state_(new State{numbers, bytes, room / 3, {}, {}, {}}) {
    state_->now = std::make_shared<Rows>(numbers, bytes, room / 3);
}

Products::~Products() { delete state_; }

Products::Use::Use(Products& products)
    : products_(products),
      held_(new Held{std::unique_lock<std::mutex>(products.state_->mutex), {}}) {
    held_->rows = {products.state_->now, products.state_->before};
}

Products::Use::~Use() { delete held_; }

void Products::Use::let_go() { held_->lock.unlock(); }

char* Products::Use::find(long number) {
    const State& state = *products_.state_;
    if (char* found = state.now->find(number)) return found;
    char* older = state.before ? state.before->find(number) : nullptr;
    const bool computed = state.before == held_->rows[1];  // not added by this very call
    if (!older || !computed) return older;
    return std::copy_n(older, state.bytes, add(number)) - state.bytes;
}

char* Products::Use::add(long number) {
    State& state = *products_.state_;
    if (state.now->count == state.now->most) {
        state.before = std::move(state.now);
        state.now = std::make_shared<Rows>(state.numbers, state.bytes, state.room);
        held_->rows.push_back(state.now);
    }
    return state.now->add(number);
}

}  // namespace gatewise
