#define _GNU_SOURCE
#include "base/workers.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>

struct job {
    void (*work)(void *data, size_t index, int worker);
    void *data;
    const struct cancel *cancel;
    size_t count;
    atomic_size_t next;
};

struct seat {
    struct job *job;
    pthread_t thread;
    int worker;
};

static void do_share(struct job *job, int worker) {
    while (!cancel_requested(job->cancel)) {
        size_t index = atomic_fetch_add_explicit(&job->next, 1, memory_order_relaxed);
        if (index >= job->count) return;
        job->work(job->data, index, worker);
    }
}

static void *sit(void *data) {
    struct seat *seat = data;
    do_share(seat->job, seat->worker);
    return NULL;
}

bool workers_run(int threads, size_t count, void (*work)(void *data, size_t index, int worker),
                 void *data, const struct cancel *cancel, struct error *error) {
    struct job job = {.work = work, .data = data, .cancel = cancel, .count = count};
    if (threads > WORKERS_MOST) threads = WORKERS_MOST;
    if (threads > 1 && (size_t)threads > count) threads = (int)count;
    struct seat seats[WORKERS_MOST];
    int started = 1; /* the caller is worker 0 */
    /* Signals are the main thread's business. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    for (; started < threads; started++) {
        seats[started] = (struct seat){.job = &job, .worker = started};
        if (pthread_create(&seats[started].thread, NULL, sit, &seats[started]) != 0) break;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    do_share(&job, 0);
    for (int i = 1; i < started; i++) pthread_join(seats[i].thread, NULL);
    if (atomic_load(&job.next) < count)
        return error_set(error, ERROR_CANCELLED, "cancelled; nothing was changed");
    return true;
}

int workers_default(void) {
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof cores, &cores) != 0) return 1;
    int count = CPU_COUNT(&cores);
    if (count < 1) return 1;
    return count < WORKERS_MOST ? count : WORKERS_MOST;
}

bool workers_agree(const struct error *errors, int threads, struct error *error) {
    for (int t = 0; t < threads; t++)
        if (errors[t].code != ERROR_NONE) {
            *error = errors[t];
            return false;
        }
    return true;
}
