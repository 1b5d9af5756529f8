#define _GNU_SOURCE /* pthread_cond_clockwait */
#include "http/sessions.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/encode.h"
#include "base/hmac.h"
#include "base/memory.h"

enum { SECRET = 32, TOKEN_BYTES = 32, BUCKETS = 4096, ONCE_WAIT = 10, ONCE_KEY = 16 };

struct once_mark {
    uint8_t key[ONCE_KEY], sent[ONCE_KEY]; /* keyed digests of the token, and of what was sent */
    enum { MARK_FREE, MARK_RUNNING, MARK_DONE } state;
    char *location;
};

struct entry {
    struct session session; /* first, so that its address is the entry's */
    uint8_t digest[HMAC_SHA256_SIZE]; /* of its token */
    void (*destroy)(void *data);
    double started, used;
    int held;
    bool ended;
    struct entry *chain;           /* next in its bucket */
    struct entry *before, *after;  /* in the list of all, the newest first */
    struct once_mark once[SESSION_ONCE_MOST];
    int once_next;
};

struct sessions {
    pthread_mutex_t mutex;
    pthread_cond_t once_ended;
    struct sessions_limits limits;
    struct clock *clock;
    struct random *random;
    uint8_t secret[SECRET];
    struct entry *bucket[BUCKETS];
    struct entry *newest;
    size_t count;
};

static double now_of(struct sessions *sessions) {
    return sessions->clock->seconds(sessions->clock);
}

struct sessions *sessions_make(struct sessions_limits limits, struct clock *clock,
                               struct random *random) {
    struct sessions *sessions = memory_take(1, sizeof *sessions);
    if (limits.idle_seconds <= 0) limits.idle_seconds = 30 * 60;
    if (limits.absolute_seconds <= 0) limits.absolute_seconds = 12 * 60 * 60;
    if (!limits.most) limits.most = 10000;
    if (!limits.most_a_user) limits.most_a_user = 10;
    sessions->limits = limits;
    sessions->clock = clock;
    sessions->random = random;
    random_fill(random, sessions->secret, sizeof sessions->secret);
    pthread_mutex_init(&sessions->mutex, NULL);
    pthread_cond_init(&sessions->once_ended, NULL);
    return sessions;
}

/* ------------------------------------------------------------------ entries */

static void free_entry(struct entry *entry) {
    if (entry->destroy) entry->destroy(entry->session.data);
    for (int i = 0; i < SESSION_ONCE_MOST; i++) free(entry->once[i].location);
    free(entry->session.user);
    free(entry->session.label);
    free(entry);
}

static struct entry **bucket_of(struct sessions *sessions, const uint8_t *digest) {
    return &sessions->bucket[(digest[0] | digest[1] << 8) % BUCKETS];
}

static void unchain(struct sessions *sessions, struct entry *entry) {
    struct entry **at = bucket_of(sessions, entry->digest);
    while (*at != entry) at = &(*at)->chain;
    *at = entry->chain;
}

static void chain(struct sessions *sessions, struct entry *entry) {
    struct entry **first = bucket_of(sessions, entry->digest);
    entry->chain = *first;
    *first = entry;
}

/* Takes it out of everything. What nobody holds goes to `*gone`, to be freed without the mutex,
 * since destroying is somebody else's code. */
static void end(struct sessions *sessions, struct entry *entry, struct entry **gone) {
    if (entry->ended) return;
    entry->ended = true;
    unchain(sessions, entry);
    if (entry->before) entry->before->after = entry->after;
    else sessions->newest = entry->after;
    if (entry->after) entry->after->before = entry->before;
    sessions->count--;
    if (entry->held) return;
    entry->chain = *gone;
    *gone = entry;
}

static void free_all(struct entry *gone) {
    while (gone) {
        struct entry *next = gone->chain;
        free_entry(gone);
        gone = next;
    }
}

static bool is_over(const struct sessions *sessions, const struct entry *entry, double now) {
    return now - entry->used >= sessions->limits.idle_seconds ||
           now - entry->started >= sessions->limits.absolute_seconds;
}

static void make_token(struct sessions *sessions, char out_token[SESSION_TOKEN], uint8_t *digest) {
    uint8_t bytes[TOKEN_BYTES], code[HMAC_MOST];
    random_fill(sessions->random, bytes, sizeof bytes);
    encode_text(ENCODING_BASE64URL, bytes, sizeof bytes, out_token);
    hmac_of(HMAC_SHA256, sessions->secret, SECRET, out_token, SESSION_TOKEN - 1, code);
    memcpy(digest, code, HMAC_SHA256_SIZE);
}

void sessions_close(struct sessions *sessions) {
    if (!sessions) return;
    struct entry *gone = NULL;
    while (sessions->newest) end(sessions, sessions->newest, &gone);
    free_all(gone);
    pthread_cond_destroy(&sessions->once_ended);
    pthread_mutex_destroy(&sessions->mutex);
    free(sessions);
}

/* ------------------------------------------------------------------ life */

static char *copy(const char *text) {
    char *copied = memory_take(strlen(text) + 1, 1);
    return strcpy(copied, text);
}

/* Room for one more of the user's. */
static void make_room(struct sessions *sessions, const char *user, struct entry **gone) {
    struct entry *oldest = NULL;
    size_t count = 0;
    for (struct entry *entry = sessions->newest; entry; entry = entry->after) {
        if (strcmp(entry->session.user, user) != 0) continue;
        count++;
        if (!oldest || entry->used < oldest->used) oldest = entry;
    }
    if (count >= sessions->limits.most_a_user) end(sessions, oldest, gone);
}

bool session_begin(struct sessions *sessions, const char *user, const char *label, uint32_t roles,
                   void *data, void (*destroy)(void *data), char out_token[SESSION_TOKEN],
                   struct session **out_session, struct error *error) {
    struct entry *entry = memory_take(1, sizeof *entry), *gone = NULL;
    uint8_t number[(SESSION_NUMBER - 1) / 2];
    entry->session.user = copy(user);
    entry->session.label = copy(label);
    atomic_init(&entry->session.roles, roles);
    entry->session.data = data;
    entry->destroy = destroy;
    entry->started = entry->used = now_of(sessions);
    entry->held = 1;
    random_fill(sessions->random, number, sizeof number);
    encode_text(ENCODING_HEX, number, sizeof number, entry->session.number);
    sessions_sweep(sessions);
    pthread_mutex_lock(&sessions->mutex);
    make_room(sessions, user, &gone);
    bool room = sessions->count < sessions->limits.most;
    if (room) {
        make_token(sessions, out_token, entry->digest);
        chain(sessions, entry);
        entry->after = sessions->newest;
        if (sessions->newest) sessions->newest->before = entry;
        sessions->newest = entry;
        sessions->count++;
        *out_session = &entry->session;
    }
    pthread_mutex_unlock(&sessions->mutex);
    free_all(gone);
    if (room) return true;
    free_entry(entry);
    return error_set(error, ERROR_BUSY, "as many people are signed in as may be (%zu); try again "
                     "later", sessions->limits.most);
}

struct session *session_find(struct sessions *sessions, const char *token) {
    uint8_t digest[HMAC_MOST];
    if (strnlen(token, SESSION_TOKEN) != SESSION_TOKEN - 1) return NULL;
    hmac_of(HMAC_SHA256, sessions->secret, SECRET, token, SESSION_TOKEN - 1, digest);
    double now = now_of(sessions);
    struct entry *gone = NULL;
    pthread_mutex_lock(&sessions->mutex);
    struct entry *entry = *bucket_of(sessions, digest);
    while (entry && !hmac_equal(entry->digest, digest, HMAC_SHA256_SIZE)) entry = entry->chain;
    if (entry && is_over(sessions, entry, now)) {
        end(sessions, entry, &gone);
        entry = NULL;
    }
    if (entry) {
        entry->used = now;
        entry->held++;
    }
    pthread_mutex_unlock(&sessions->mutex);
    free_all(gone);
    return entry ? &entry->session : NULL;
}

void session_release(struct sessions *sessions, struct session *session) {
    if (!session) return;
    struct entry *entry = (struct entry *)session;
    pthread_mutex_lock(&sessions->mutex);
    bool gone = --entry->held == 0 && entry->ended;
    pthread_mutex_unlock(&sessions->mutex);
    if (gone) free_entry(entry);
}

bool session_rotate(struct sessions *sessions, struct session *session, uint32_t roles,
                    char out_token[SESSION_TOKEN]) {
    struct entry *entry = (struct entry *)session;
    pthread_mutex_lock(&sessions->mutex);
    bool alive = !entry->ended;
    if (alive) {
        unchain(sessions, entry);
        make_token(sessions, out_token, entry->digest);
        chain(sessions, entry);
        atomic_store(&session->roles, roles);
    }
    pthread_mutex_unlock(&sessions->mutex);
    return alive;
}

/* ------------------------------------------------------------------ ending */

void session_end(struct sessions *sessions, struct session *session) {
    struct entry *gone = NULL;
    pthread_mutex_lock(&sessions->mutex);
    end(sessions, (struct entry *)session, &gone);
    pthread_mutex_unlock(&sessions->mutex);
    free_all(gone);
}

/* Ends those of a user (NULL: of anybody who has had their time) that are of that number (NULL:
 * any), but for one. */
static size_t end_some(struct sessions *sessions, const char *user, const char *number,
                       const struct session *but) {
    struct entry *gone = NULL, *next;
    size_t count = 0;
    double now = now_of(sessions);
    pthread_mutex_lock(&sessions->mutex);
    for (struct entry *entry = sessions->newest; entry; entry = next) {
        next = entry->after;
        bool wanted = user ? strcmp(entry->session.user, user) == 0 && &entry->session != but &&
                                 (!number || strcmp(entry->session.number, number) == 0)
                           : is_over(sessions, entry, now);
        if (!wanted) continue;
        end(sessions, entry, &gone);
        count++;
    }
    pthread_mutex_unlock(&sessions->mutex);
    free_all(gone);
    return count;
}

bool sessions_end_number(struct sessions *sessions, const char *user, const char *number) {
    return end_some(sessions, user, number, NULL) > 0;
}

size_t sessions_end_user(struct sessions *sessions, const char *user, const struct session *but) {
    return end_some(sessions, user, NULL, but);
}

void sessions_sweep(struct sessions *sessions) { end_some(sessions, NULL, NULL, NULL); }

void sessions_list(struct arena *arena, struct sessions *sessions, const char *user,
                   struct session_line **out_lines, size_t *out_count) {
    /* Nothing is taken from the arena with the mutex held: it may end the request. */
    struct session_line *lines =
        arena_new(arena, struct session_line, sessions->limits.most_a_user);
    char (*texts)[2][256] = arena_take(arena, sessions->limits.most_a_user, sizeof *texts);
    size_t count = 0;
    double now = now_of(sessions);
    pthread_mutex_lock(&sessions->mutex);
    for (struct entry *entry = sessions->newest; entry; entry = entry->after) {
        if (strcmp(entry->session.user, user) != 0 || is_over(sessions, entry, now) ||
            count == sessions->limits.most_a_user)
            continue;
        strcpy(texts[count][0], entry->session.number);
        strncpy(texts[count][1], entry->session.label, sizeof texts[count][1] - 1);
        lines[count] = (struct session_line){texts[count][0], texts[count][1],
                                             now - entry->started, now - entry->used};
        count++;
    }
    pthread_mutex_unlock(&sessions->mutex);
    *out_lines = lines;
    *out_count = count;
}

/* ------------------------------------------------------------------ forms */

void sessions_csrf(struct sessions *sessions, const struct session *session, const char *visitor,
                   char out[SESSION_TOKEN]) {
    uint8_t code[HMAC_MOST];
    char text[128];
    snprintf(text, sizeof text, "%c%s", session ? 's' : 'v', session ? session->number : visitor);
    hmac_of(HMAC_SHA256, sessions->secret, SECRET, text, strlen(text), code);
    encode_text(ENCODING_BASE64URL, code, HMAC_SHA256_SIZE, out);
}

static struct once_mark *find_mark(struct entry *entry, const uint8_t *key) {
    for (int i = 0; i < SESSION_ONCE_MOST; i++)
        if (entry->once[i].state != MARK_FREE && memcmp(entry->once[i].key, key, ONCE_KEY) == 0)
            return &entry->once[i];
    return NULL;
}

static void once_key(struct sessions *sessions, const void *bytes, size_t size,
                     uint8_t out[HMAC_MOST]) {
    hmac_of(HMAC_SHA256, sessions->secret, SECRET, bytes, size, out);
}

/* The oldest mark that is not being worked on; NULL when all are. */
static struct once_mark *free_mark(struct entry *entry) {
    for (int i = 0; i < SESSION_ONCE_MOST; i++) {
        struct once_mark *mark = &entry->once[entry->once_next++ % SESSION_ONCE_MOST];
        if (mark->state == MARK_RUNNING) continue;
        free(mark->location);
        *mark = (struct once_mark){.state = MARK_FREE};
        return mark;
    }
    return NULL;
}

enum once session_once_begin(struct arena *arena, struct sessions *sessions,
                             struct session *session, const char *token, const void *sent,
                             size_t sent_size, char **out_location) {
    struct entry *entry = (struct entry *)session;
    uint8_t key[HMAC_MOST], what[HMAC_MOST];
    char *location = NULL;
    struct timespec until;
    once_key(sessions, token, strlen(token), key);
    once_key(sessions, sent, sent_size, what);
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ONCE_WAIT;
    enum once once = ONCE_BUSY;
    pthread_mutex_lock(&sessions->mutex);
    struct once_mark *mark;
    int waited = 0;
    while ((mark = find_mark(entry, key)) && mark->state == MARK_RUNNING && !waited &&
           !memcmp(mark->sent, what, ONCE_KEY))
        waited = pthread_cond_clockwait(&sessions->once_ended, &sessions->mutex, CLOCK_MONOTONIC,
                                        &until);
    if (!mark && (mark = free_mark(entry))) {
        memcpy(mark->key, key, ONCE_KEY);
        memcpy(mark->sent, what, ONCE_KEY);
        mark->state = MARK_RUNNING;
        once = ONCE_FIRST;
    } else if (mark && memcmp(mark->sent, what, ONCE_KEY) != 0) {
        once = ONCE_OTHER;
    } else if (mark && mark->state == MARK_DONE) {
        location = copy(mark->location);
        once = ONCE_DONE;
    }
    pthread_mutex_unlock(&sessions->mutex);
    if (location) *out_location = arena_copy(arena, location);
    free(location);
    return once;
}

void session_once_end(struct sessions *sessions, struct session *session, const char *token,
                      const char *location) {
    uint8_t key[HMAC_MOST];
    once_key(sessions, token, strlen(token), key);
    pthread_mutex_lock(&sessions->mutex);
    struct once_mark *mark = find_mark((struct entry *)session, key);
    if (mark && location) {
        mark->state = MARK_DONE;
        mark->location = copy(location);
    } else if (mark) {
        *mark = (struct once_mark){.state = MARK_FREE};
    }
    pthread_cond_broadcast(&sessions->once_ended);
    pthread_mutex_unlock(&sessions->mutex);
}
