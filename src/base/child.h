/* Work on bytes that nobody trusts, or that needs much memory, in a process of its own: it gets
 * bytes and gives bytes, and can do nothing else. It has no files, no network, no other process and
 * no memory of the program's (seccomp, Linux only), and ends at its limits of time and memory.
 * Whatever becomes of it is an error for who asked, never a hang.
 *
 * The processes are forked from one that was forked before the program had threads or secrets. */
#ifndef CAIRN_BASE_CHILD_H
#define CAIRN_BASE_CHILD_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct child_reader; /* the question, as it comes */

struct child_work {
    const char *name; /* for messages: "the picture" */
    /* Runs in the other process. What it allocates need not be freed. It may take memory and random
     * bytes; nearly every other call to the system ends it. */
    bool (*run)(const void *question, size_t size, struct buffer *answer, struct error *error);
    /* In its place, for a question that need not be in memory: takes of it by child_read what it
     * wants, and nothing after that is sent. Either of the two is NULL. */
    bool (*run_reading)(struct child_reader *reader, struct buffer *answer, struct error *error);
    void (*prepare)(void); /* runs once before that, without restrictions; may be NULL */
    size_t question_most, answer_most; /* bytes */
    size_t memory_most;                /* that it may take, with question and answer */
    double seconds;                    /* from the question to the answer */
    int at_once;                       /* so many at a time; others wait, at most 30 seconds */
};

struct children;

/* To be called before the first thread. `works` is kept. SIGINT and SIGTERM do not end the process
 * that it leaves behind: that ends with children_stop or with the program. */
MUST_CHECK bool children_start(const struct child_work *const *works, int count,
                               struct children **out, struct error *error);

/* Ends all of them. Nobody may be asking. Takes NULL. */
void children_stop(struct children *children);

/* Adds to `answer` what a new process makes of the question; any thread. Fails with what `run`
 * failed with; with ERROR_TOO_LARGE when the question or the answer is too large or it took too
 * long; with ERROR_BUSY when too many wait; with ERROR_BAD_INPUT when the process died (a crash,
 * too much memory, something forbidden). */
MUST_CHECK bool child_run(struct children *children, const struct child_work *work,
                          const void *question, size_t size, struct buffer *answer,
                          struct error *error);

/* Bytes that somebody hands over piece by piece: calls take(to, bytes, size, error) until all `size`
 * bytes were, or it returns false. Fails with what it cannot read, and with nothing else; fewer bytes
 * than it has are ERROR_STORAGE. */
typedef bool child_take(void *to, const void *bytes, size_t size, struct error *error);
struct child_source {
    uint64_t size;
    bool (*pour)(void *from, child_take *take, void *to, struct error *error);
    void *from;
};

/* The same for a question of which only the `size` bytes of its beginning are in memory, and what
 * `source` has follows. */
MUST_CHECK bool child_run_pouring(struct children *children, const struct child_work *work,
                                  const void *question, size_t size,
                                  const struct child_source *source, struct buffer *answer,
                                  struct error *error);

/* In run_reading: the next bytes of the question, as many as there are room and bytes for; 0 at its
 * end. */
size_t child_read(struct child_reader *reader, void *out, size_t room);

#endif
