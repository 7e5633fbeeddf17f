#include "core/store.hpp"

#include <mutex>
#include <vector>

namespace gatewise {

struct Store::Shelf {
    struct Item {
        const void *key, *form;
        void* made;
        void (*drop)(void*);
    };
    std::mutex mutex;
    std::vector<Item> items;  // a few
};

Store::Store(long room) : room_(room), shelf_(new Shelf) {}

Store::~Store() {
    for (const auto& item : shelf_->items) item.drop(item.made);
    delete shelf_;
}

void* Store::get(const void* key, const void* form, void* (*make)(void*), void* context,
                 void (*drop)(void*)) {
    std::lock_guard<std::mutex> lock(shelf_->mutex);
    for (const auto& item : shelf_->items)
        if (item.key == key && item.form == form) return item.made;
    shelf_->items.push_back({key, form, make(context), drop});
    return shelf_->items.back().made;
}

}  // namespace gatewise
