#include "case/thumbnails.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "input/picture_apart.h"

enum { BUCKETS = 1 << 12 };

/* One copy, or the reason why there is none. Those that are ready are in a list, the one that was
 * looked at last first. */
struct thumbnail {
    struct digest sha256;
    enum thumbnail_size size;
    bool ready;
    struct error fault; /* ERROR_NONE: bytes */
    char *bytes;
    size_t count;
    struct thumbnail *next; /* of the same bucket */
    struct thumbnail *newer, *older;
};

struct thumbnails {
    struct children *children;
    size_t most, held;
    pthread_mutex_t mutex;
    pthread_cond_t made;
    struct thumbnail *bucket[BUCKETS], *newest, *oldest;
};

int thumbnail_side(enum thumbnail_size size) { return size == THUMBNAIL_LIST ? 320 : 1600; }

struct thumbnails *thumbnails_open(struct children *children, size_t most) {
    struct thumbnails *thumbnails = memory_take(1, sizeof *thumbnails);
    thumbnails->children = children;
    thumbnails->most = most;
    pthread_mutex_init(&thumbnails->mutex, NULL);
    pthread_cond_init(&thumbnails->made, NULL);
    return thumbnails;
}

/* ------------------------------------------------------------------ what is kept */

static struct thumbnail **bucket_of(struct thumbnails *thumbnails, const struct digest *sha256) {
    return &thumbnails->bucket[(sha256->byte[0] << 8 | sha256->byte[1]) % BUCKETS];
}

static struct thumbnail *find(struct thumbnails *thumbnails, const struct digest *sha256,
                              enum thumbnail_size size) {
    struct thumbnail *one = *bucket_of(thumbnails, sha256);
    while (one && (one->size != size || !digest_equal(&one->sha256, sha256))) one = one->next;
    return one;
}

static struct thumbnail *add(struct thumbnails *thumbnails, const struct digest *sha256,
                             enum thumbnail_size size) {
    struct thumbnail *one = memory_take(1, sizeof *one), **bucket = bucket_of(thumbnails, sha256);
    *one = (struct thumbnail){.sha256 = *sha256, .size = size, .next = *bucket};
    *bucket = one;
    return one;
}

static size_t cost(const struct thumbnail *one) { return sizeof *one + one->count; }

static void unlist(struct thumbnails *thumbnails, struct thumbnail *one) {
    *(one->newer ? &one->newer->older : &thumbnails->newest) = one->older;
    *(one->older ? &one->older->newer : &thumbnails->oldest) = one->newer;
    thumbnails->held -= cost(one);
}

static void enlist(struct thumbnails *thumbnails, struct thumbnail *one) {
    one->newer = NULL;
    one->older = thumbnails->newest;
    *(one->older ? &one->older->newer : &thumbnails->oldest) = one;
    thumbnails->newest = one;
    thumbnails->held += cost(one);
}

/* Of one that is not listed. */
static void forget(struct thumbnails *thumbnails, struct thumbnail *one) {
    struct thumbnail **at = bucket_of(thumbnails, &one->sha256);
    while (*at != one) at = &(*at)->next;
    *at = one->next;
    if (one->bytes) explicit_bzero(one->bytes, one->count);
    free(one->bytes);
    free(one);
}

static void drop_oldest(struct thumbnails *thumbnails) {
    struct thumbnail *one = thumbnails->oldest;
    unlist(thumbnails, one);
    forget(thumbnails, one);
}

/* Keeps one that is made, if there is room for it at all. */
static void settle(struct thumbnails *thumbnails, struct thumbnail *one) {
    one->ready = true;
    if (cost(one) > thumbnails->most) {
        forget(thumbnails, one);
        return;
    }
    enlist(thumbnails, one);
    while (thumbnails->held > thumbnails->most) drop_oldest(thumbnails);
}

void thumbnails_close(struct thumbnails *thumbnails) {
    if (!thumbnails) return;
    while (thumbnails->oldest) drop_oldest(thumbnails);
    pthread_cond_destroy(&thumbnails->made);
    pthread_mutex_destroy(&thumbnails->mutex);
    free(thumbnails);
}

void thumbnails_keep(struct thumbnails *thumbnails, const struct digest *sha256,
                     enum thumbnail_size size, const void *bytes, size_t count) {
    pthread_mutex_lock(&thumbnails->mutex);
    if (!find(thumbnails, sha256, size)) {
        struct thumbnail *one = add(thumbnails, sha256, size);
        one->bytes = memcpy(memory_take(1, count + 1), bytes, count);
        one->count = count;
        settle(thumbnails, one);
    }
    pthread_mutex_unlock(&thumbnails->mutex);
}

/* ------------------------------------------------------------------ making */

static bool pour(void *from, child_take *take, void *to, struct error *error) {
    return attachment_read(from, take, to, error);
}

static bool pass(void *data, const void *bytes, size_t size, struct error *error) {
    (void)data, (void)bytes, (void)size, (void)error;
    return true;
}

static bool make(struct children *children, const struct attachment *attachment,
                 enum thumbnail_size size, struct buffer *out, struct error *error) {
    struct child_source source = {(uint64_t)attachment->length, pour, (void *)attachment};
    struct picture picture;
    struct error altered = {0};
    if (picture_read_apart(children, &source, thumbnail_side(size), &picture, out, error))
        return picture.kind != PICTURE_OTHER ||
               error_set(error, ERROR_NOT_FOUND, "%s is no JPEG or PNG: it is kept, and not drawn",
                         attachment->name);
    /* What is no picture may have been one before somebody altered it. */
    if (error->code == ERROR_BAD_INPUT && !attachment_read(attachment, pass, NULL, &altered))
        *error = altered;
    return false;
}

/* Does it lie in the file, so that it will be the same the next time? */
static bool stays(enum error_code code) {
    return code == ERROR_NONE || code == ERROR_NOT_FOUND || code == ERROR_BAD_INPUT ||
           code == ERROR_TOO_LARGE;
}

static bool hand_over(const struct thumbnail *one, struct buffer *out, struct error *error) {
    if (one->fault.code) return error_set(error, one->fault.code, "%s", one->fault.text);
    buffer_add(out, one->bytes, one->count);
    return true;
}

/* With the mutex, which is given back meanwhile. */
static bool make_one(struct thumbnails *thumbnails, const struct attachment *attachment,
                     enum thumbnail_size size, struct buffer *out, struct error *error) {
    struct thumbnail *one = add(thumbnails, &attachment->sha256, size);
    struct buffer made = {0};
    struct error fault = {0};
    pthread_mutex_unlock(&thumbnails->mutex);
    bool good = make(thumbnails->children, attachment, size, &made, &fault);
    pthread_mutex_lock(&thumbnails->mutex);
    one->fault = fault;
    one->count = good ? made.size : 0;
    one->bytes = memcpy(memory_take(1, one->count + 1), buffer_text(&made), one->count);
    hand_over(one, out, error);
    if (stays(fault.code)) settle(thumbnails, one);
    else forget(thumbnails, one);
    pthread_cond_broadcast(&thumbnails->made);
    if (made.bytes) explicit_bzero(made.bytes, made.capacity);
    buffer_close(&made);
    return good;
}

bool thumbnails_get(struct thumbnails *thumbnails, const struct attachment *attachment,
                    enum thumbnail_size size, struct buffer *out, struct error *error) {
    struct thumbnail *one;
    bool good;
    pthread_mutex_lock(&thumbnails->mutex);
    while ((one = find(thumbnails, &attachment->sha256, size)) && !one->ready)
        pthread_cond_wait(&thumbnails->made, &thumbnails->mutex);
    if (one) {
        unlist(thumbnails, one);
        enlist(thumbnails, one);
        good = hand_over(one, out, error);
    } else {
        good = make_one(thumbnails, attachment, size, out, error);
    }
    pthread_mutex_unlock(&thumbnails->mutex);
    return good;
}

bool thumbnails_of(struct thumbnails *thumbnails, struct arena *arena,
                   const struct investigation *investigation, uint64_t leaf, size_t number,
                   enum thumbnail_size size, struct buffer *out, struct error *error) {
    struct attachment attachment;
    return attachment_find(arena, investigation, leaf, number, &attachment, error) &&
           thumbnails_get(thumbnails, &attachment, size, out, error);
}
