/* Who is signed in: all in memory, so that whoever restarts the server signs everybody out. A
 * session is found by a token of 256 random bits, of which only a keyed digest is kept. Any thread.
 *
 * A session that was found is held until it is released, and what the caller keeps in it (`data`,
 * such as an unsealed key) is destroyed when the session has ended and nobody holds it any more. */
#ifndef CAIRN_HTTP_SESSIONS_H
#define CAIRN_HTTP_SESSIONS_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"

enum {
    SESSION_TOKEN = 44,   /* a token as text, with the zero byte */
    SESSION_NUMBER = 17,  /* what a session is called in lists; opens nothing */
    SESSION_ONCE_MOST = 32 /* forms of a session that are remembered as sent */
};

struct sessions;

struct sessions_limits {
    double idle_seconds;     /* without a request; 30 minutes if 0 */
    double absolute_seconds; /* in all; 12 hours if 0 */
    size_t most;             /* of everybody; 10,000 if 0 */
    size_t most_a_user;      /* the one longest unused ends for a new one; 10 if 0 */
};

/* What may be read of a session that is held. */
struct session {
    char *user;        /* whose it is, in the caller's words */
    char *label;       /* where from, for the list of one's own sessions: browser and address */
    atomic_uint roles; /* bits of the caller's meaning */
    void *data;
    char number[SESSION_NUMBER];
};

/* Clock and source of random bytes are kept. */
struct sessions *sessions_make(struct sessions_limits limits, struct clock *clock,
                               struct random *random);

/* Ends all sessions. None may be held. */
void sessions_close(struct sessions *sessions);

/* Begins a session and holds it. destroy(data) is called once, also when this fails; it may be
 * NULL. ERROR_BUSY: there are as many as there may be. */
MUST_CHECK bool session_begin(struct sessions *sessions, const char *user, const char *label,
                              uint32_t roles, void *data, void (*destroy)(void *data),
                              char out_token[SESSION_TOKEN], struct session **out_session,
                              struct error *error);

/* The session of a token, held, and used just now; NULL when there is none (any more). */
struct session *session_find(struct sessions *sessions, const char *token);
void session_release(struct sessions *sessions, struct session *session);

/* Another token and other roles for the session: whenever somebody may do more than before. The old
 * token finds nothing from now on. False: it has ended meanwhile. */
bool session_rotate(struct sessions *sessions, struct session *session, uint32_t roles,
                    char out_token[SESSION_TOKEN]);

void session_end(struct sessions *sessions, struct session *session);

/* One of the user's own, by its number. False: there is none such. */
bool sessions_end_number(struct sessions *sessions, const char *user, const char *number);

/* All of the user, but for one (or NULL); how many those were. */
size_t sessions_end_user(struct sessions *sessions, const char *user, const struct session *but);

/* Ends what has had its time; the server calls it each second. */
void sessions_sweep(struct sessions *sessions);

/* The sessions of a user, the newest first, in the arena. */
struct session_line {
    const char *number, *label;
    double age_seconds, idle_seconds;
};
void sessions_list(struct arena *arena, struct sessions *sessions, const char *user,
                   struct session_line **out_lines, size_t *out_count);

/* What a form of the session must carry (BASE64URL, SESSION_TOKEN - 1 characters): a keyed digest
 * of the session's number, or, for somebody who is not signed in, of what a cookie of theirs
 * holds. */
void sessions_csrf(struct sessions *sessions, const struct session *session, const char *visitor,
                   char out[SESSION_TOKEN]);

/* A form is sent once: the first to name its token does the work, whoever sends the same while it is
 * being done waits (at most 10 seconds), and afterwards gets to know where it led. `sent` is all that
 * was sent, and to where: another request with the token is ONCE_OTHER, and to be refused. */
enum once { ONCE_FIRST, ONCE_DONE, ONCE_BUSY, ONCE_OTHER };
enum once session_once_begin(struct arena *arena, struct sessions *sessions,
                             struct session *session, const char *token, const void *sent,
                             size_t sent_size, char **out_location);

/* What the first one led to; NULL: nothing was done, and the form may be sent again. */
void session_once_end(struct sessions *sessions, struct session *session, const char *token,
                      const char *location);

#endif
