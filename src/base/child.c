#define _GNU_SOURCE
#include "base/child.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/child_process.h"
#include "base/clock.h"
#include "base/memory.h"

enum { WAIT_SECONDS = 30 };

struct children {
    const struct child_work *const *works;
    int count;
    int control; /* to the process that forks */
    pid_t process;
    pthread_mutex_t mutex;
    pthread_cond_t ended;
    int *running; /* of each work */
};

bool children_start(const struct child_work *const *works, int count, struct children **out,
                    struct error *error) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return error_set(error, ERROR_INTERNAL, "there are no more sockets");
    pid_t process = fork();
    if (process == 0) child_serve(pair[1], works, count);
    close(pair[1]);
    if (process < 0) {
        close(pair[0]);
        return error_set(error, ERROR_INTERNAL, "there are no more processes");
    }
    struct children *children = memory_take(1, sizeof *children);
    *children = (struct children){.works = works, .count = count, .control = pair[0],
                                  .process = process,
                                  .running = memory_take((size_t)count, sizeof(int))};
    pthread_mutex_init(&children->mutex, NULL);
    pthread_cond_init(&children->ended, NULL);
    *out = children;
    return true;
}

void children_stop(struct children *children) {
    if (!children) return;
    close(children->control);
    /* Those that it forked die with it. */
    kill(children->process, SIGKILL);
    while (waitpid(children->process, NULL, 0) < 0 && errno == EINTR) continue;
    pthread_cond_destroy(&children->ended);
    pthread_mutex_destroy(&children->mutex);
    free(children->running);
    free(children);
}

/* ------------------------------------------------------------------ one question */

struct question {
    const void *bytes;
    size_t size;
    const struct child_source *source; /* of what follows; NULL: nothing */
};

struct asking {
    const struct child_work *work;
    int socket;
    double until;
    uint64_t given; /* bytes of the question */
    bool heard;     /* all that it wants to: it answers, or is gone */
    struct error *error;
};

static bool too_long(struct asking *asking) {
    return error_set(asking->error, ERROR_TOO_LARGE, "%s took more than %g seconds",
                     asking->work->name, asking->work->seconds);
}

static bool died(struct asking *asking) {
    return error_set(
        asking->error, ERROR_BAD_INPUT,
        "%s cannot be worked on: the process for it ended without an answer, or needed "
        "more than %zu MiB",
        asking->work->name, asking->work->memory_most >> 20);
}

/* What the socket is ready for before the time is over; 0: for nothing. */
static short ready(struct asking *asking, short events) {
    struct pollfd wait = {.fd = asking->socket, .events = events};
    for (;;) {
        double left = asking->until - clock_seconds();
        if (left <= 0) return too_long(asking);
        int found = poll(&wait, 1, (int)(left * 1000) + 1);
        if (found > 0) return wait.revents;
        if (found < 0 && errno != EINTR) return died(asking);
    }
}

/* A child_take. False, without an error, when nobody listens any more. */
static bool give(void *to, const void *bytes, size_t size, struct error *error) {
    struct asking *asking = to;
    (void)error;
    for (size_t done = 0; done < size;) {
        short events = ready(asking, POLLOUT | POLLIN);
        if (!events) return false;
        /* Who waited for all to be taken while the answer waits to be read would wait for ever. */
        asking->heard = events & POLLIN;
        if (asking->heard) return false;
        ssize_t sent = send(asking->socket, (const char *)bytes + done, size - done,
                            MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        asking->heard = sent <= 0;
        if (asking->heard) return false;
        done += (size_t)sent;
    }
    asking->given += size;
    return true;
}

static bool get(struct asking *asking, void *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        if (!ready(asking, POLLIN)) return false;
        ssize_t got = recv(asking->socket, (char *)bytes + done, size - done, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (got <= 0) return died(asking);
        done += (size_t)got;
    }
    return true;
}

static bool get_answer(struct asking *asking, struct buffer *answer) {
    struct child_head head;
    if (!get(asking, &head, sizeof head)) return false;
    bool failed = head.code != ERROR_NONE;
    size_t most = failed ? sizeof asking->error->text - 1 : asking->work->answer_most;
    if (head.size > most)
        return error_set(asking->error, ERROR_TOO_LARGE, "%s gave more than %zu bytes",
                         asking->work->name, most);
    char *bytes = memory_take(head.size + 1, 1);
    bool good = get(asking, bytes, head.size);
    if (good && failed) {
        if (head.code < 0 || head.code > ERROR_INTERNAL) head.code = ERROR_INTERNAL;
        good = error_set(asking->error, (enum error_code)head.code, "%s", bytes);
    } else if (good) {
        buffer_add(answer, bytes, head.size);
    }
    explicit_bzero(bytes, head.size);
    free(bytes);
    return good;
}

/* All of the question. Was as much of it sent as is wanted? */
static bool put(struct asking *asking, const struct question *question) {
    const struct child_source *source = question->source;
    struct child_head head = {.size = question->size + (source ? source->size : 0)};
    bool good = give(asking, &head, sizeof head, asking->error) &&
                give(asking, question->bytes, question->size, asking->error) &&
                (!source || source->pour(source->from, give, asking, asking->error));
    if (good && asking->given < sizeof head + head.size)
        return error_set(asking->error, ERROR_STORAGE,
                         "%s became shorter while it was read; try again", asking->work->name);
    return good || (asking->heard && asking->error->code == ERROR_NONE);
}

static bool ask(struct children *children, int number, const struct question *question,
                struct buffer *answer, struct error *error) {
    const struct child_work *work = children->works[number];
    int pair[2], handle = -1;
    char sign;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return error_set(error, ERROR_BUSY, "there are no more sockets; try again later");
    bool sent = child_send(children->control, &number, sizeof number, pair[1]);
    close(pair[1]);
    struct asking asking = {.work = work,
                            .socket = pair[0],
                            .until = clock_seconds() + work->seconds,
                            .error = error};
    bool good = (sent && ready(&asking, POLLIN) &&
                 child_receive(pair[0], &sign, 1, &handle)) ||
                error_set(error, ERROR_BUSY, "%s: no process could be made for it", work->name);
    good = good && put(&asking, question) && get_answer(&asking, answer);
    if (handle >= 0) {
        syscall(SYS_pidfd_send_signal, handle, SIGKILL, NULL, 0);
        close(handle);
    }
    close(pair[0]);
    return good;
}

/* Waits for its turn. */
static bool begin(struct children *children, int number) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    int waited = 0;
    pthread_mutex_lock(&children->mutex);
    while (children->running[number] >= children->works[number]->at_once && !waited)
        waited =
            pthread_cond_clockwait(&children->ended, &children->mutex, CLOCK_MONOTONIC, &until);
    bool mine = children->running[number] < children->works[number]->at_once;
    if (mine) children->running[number]++;
    pthread_mutex_unlock(&children->mutex);
    return mine;
}

static bool run(struct children *children, const struct child_work *work,
                const struct question *question, struct buffer *answer, struct error *error) {
    size_t room = work->question_most - question->size;
    int number = 0;
    while (number < children->count && children->works[number] != work) number++;
    if (number == children->count)
        return error_set(error, ERROR_INTERNAL, "%s is no work that was prepared", work->name);
    if (question->size > work->question_most ||
        (question->source && question->source->size > room))
        return error_set(error, ERROR_TOO_LARGE, "%s has more than %zu bytes", work->name,
                         work->question_most);
    if (!begin(children, number))
        return error_set(error, ERROR_BUSY, "%s: too many wait already; try again later",
                         work->name);
    bool good = ask(children, number, question, answer, error);
    pthread_mutex_lock(&children->mutex);
    children->running[number]--;
    pthread_cond_broadcast(&children->ended);
    pthread_mutex_unlock(&children->mutex);
    return good;
}

bool child_run(struct children *children, const struct child_work *work, const void *question,
               size_t size, struct buffer *answer, struct error *error) {
    return run(children, work, &(struct question){question, size, NULL}, answer, error);
}

bool child_run_pouring(struct children *children, const struct child_work *work,
                       const void *question, size_t size, const struct child_source *source,
                       struct buffer *answer, struct error *error) {
    return run(children, work, &(struct question){question, size, source}, answer, error);
}
