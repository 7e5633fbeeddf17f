// Threads that share the tasks of one kernel call.
#pragma once

namespace gatewise {

// Number of threads for the calls to come, the caller's own included; at least 1.
void set_threads(int count);
int threads();

// Run task(context, i) for i in 0..count-1, each once, on any thread. Denormal numbers are flushed
// to zero meanwhile. Tasks do not call this themselves.
void run_tasks(long count, void (*task)(void* context, long i), void* context);

// The same with anything callable.
template <class F>
inline void parallel(long count, F& f) {
    run_tasks(count, [](void* context, long i) { (*static_cast<F*>(context))(i); }, &f);
}

}  // namespace gatewise
