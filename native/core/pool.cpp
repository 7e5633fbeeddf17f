#include "core/pool.hpp"

#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gatewise {
namespace {

constexpr int SPINS = 4000;  // some 100 microseconds: longer than the gap between two kernels

void pause() {
#if defined(__x86_64__)
    _mm_pause();
#endif
}

// Denormals cost ten to a hundred times the time of other numbers.
class FlushDenormals {
   public:
#if defined(__x86_64__)
    FlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(before_ | 0x8040); }
    ~FlushDenormals() { _mm_setcsr(before_); }

   private:
    unsigned before_;
#elif defined(__aarch64__)
    FlushDenormals() {
        asm volatile("mrs %0, fpcr" : "=r"(before_));
        asm volatile("msr fpcr, %0" : : "r"(before_ | (1ul << 24)));
    }
    ~FlushDenormals() { asm volatile("msr fpcr, %0" : : "r"(before_)); }

   private:
    unsigned long before_;
#endif
};

struct Job {
    void (*task)(void*, long);
    void* context;
    long count;
    std::atomic<long> next{0};

    void work() {
        for (long i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count;) task(context, i);
    }
};

class Pool {
   public:
    explicit Pool(int threads) : owner_(getpid()) {
        for (int i = 1; i < threads; i++) workers_.emplace_back([this] { serve(); });
    }

    ~Pool() {
        stopping_ = true;
        announce(nullptr);
        for (auto& worker : workers_) worker.join();
    }

    // After a fork the workers are the parent's.
    bool mine() const { return owner_ == getpid(); }
    int threads() const { return static_cast<int>(workers_.size()) + 1; }

    // Waits for the workers that took part, not for those that woke too late to.
    void run(Job& job) {
        announce(&job);
        job.work();
        {
            std::lock_guard<std::mutex> lock(mutex_);
            job_ = nullptr;
        }
        while (inside_.load(std::memory_order_acquire) > 0) pause();
    }

   private:
    void announce(Job* job) {
        {
            std::lock_guard<std::mutex> lock(mutex_);
            job_ = job;
            round_.fetch_add(1, std::memory_order_release);
        }
        wake_.notify_all();
    }

    void serve() {
        FlushDenormals flush;
        for (long seen = 0;;) {
            for (int spin = 0; spin < SPINS && round_.load(std::memory_order_acquire) == seen; spin++)
                pause();
            std::unique_lock<std::mutex> lock(mutex_);
            wake_.wait(lock, [&] { return round_.load(std::memory_order_acquire) != seen; });
            seen = round_.load(std::memory_order_acquire);
            Job* job = job_;
            if (job) inside_.fetch_add(1, std::memory_order_relaxed);
            lock.unlock();
            if (stopping_) return;
            if (!job) continue;
            job->work();
            inside_.fetch_sub(1, std::memory_order_release);
        }
    }

    const pid_t owner_;
    std::vector<std::thread> workers_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<long> round_{0};
    std::atomic<int> inside_{0};
    std::atomic<bool> stopping_{false};
    Job* job_ = nullptr;
};

std::mutex calls;  // one kernel at a time shares the pool; others run their tasks by themselves
std::unique_ptr<Pool> pool;
std::atomic<int> wanted{1};

}  // namespace

void set_threads(int count) { wanted = count < 1 ? 1 : count; }

int threads() { return wanted; }

void run_tasks(long count, void (*task)(void*, long), void* context) {
    FlushDenormals flush;
    Job job{task, context, count};
    std::unique_lock<std::mutex> lock(calls, std::try_to_lock);
    if (count <= 1 || wanted == 1 || !lock.owns_lock()) return job.work();
    if (pool && !pool->mine()) pool.release();
    if (!pool || pool->threads() != wanted) pool = std::make_unique<Pool>(wanted);
    pool->run(job);
}

}  // namespace gatewise
