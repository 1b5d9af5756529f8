/* Signing in with a passphrase, and out. The passphrase unseals the user's private key, which is in
 * the session until it ends. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/secret_apart.h"
#include "http/page_sign_in.h"
#include "web/pages.h"

/* Tries of one address, and for one name: enough for slips, and too few for guessing. */
static const struct rate_limit TRIES = {.burst = 10, .per_second = 1.0 / 30};

static const char *try_key(const struct visit *visit, const char *what, const char *who) {
    return arena_format(visit->arena, "%s %s", what, who);
}

bool visit_try(struct visit *visit, const char *what, const char *who, struct error *error) {
    double wait = rate_take(visit->web->rates, TRIES, try_key(visit, what, who));
    if (wait <= 0) return true;
    const int minutes = (int)(wait / 60) + 1;
    const struct message_value values[] = {
        {.name = "n", .is_number = true, .number = minutes}, {0}};
    return error_set(error, ERROR_BUSY, "%s",
                     message_fill(visit->arena, visit->language,
                                  say_many(visit->language,
                                           "This was tried too often: try again in {n} minute.",
                                           "This was tried too often: try again in {n} minutes.",
                                           minutes),
                                  values));
}

/* ------------------------------------------------------------------ the key */

/* Takes the text of a form into locked memory, and wipes it where it came from. */
static bool take_passphrase(const struct visit *visit, const char *text, struct secret *out,
                            struct error *error) {
    size_t size = strlen(text);
    if (size == 0)
        return error_set(error, ERROR_BAD_INPUT, "%s",
                         say(visit->language, "The passphrase is empty."));
    if (!secret_open(out, size, error)) return false;
    memcpy(out->bytes, text, size);
    secret_wipe((char *)text, size);
    return true;
}

/* The private key of a user; false with ERROR_DENIED when the passphrase opens none. */
static bool unseal(struct visit *visit, const struct user_line *line,
                   const struct secret *passphrase, struct secret *out_private,
                   struct error *error) {
    struct error failure = {0};
    error_set(&failure, ERROR_DENIED, "there is no key");
    for (size_t i = 0; i < line->key_count; i++) {
        failure = (struct error){0};
        if (secret_unseal_apart(visit->web->children, line->key[i].sealed, passphrase, out_private,
                                &failure))
            return true;
        if (failure.code != ERROR_DENIED) break;
    }
    return error_set(error, failure.code, "%s", failure.text);
}

/* Somebody whose key could be tried in place of one that is not there: so that it takes as long. */
static const struct user_line *anybody(const struct people *people) {
    for (size_t i = 0; i < people->users.count; i++)
        if (people->users.line[i].key_count) return &people->users.line[i];
    return NULL;
}

/* ERROR_DENIED says nothing of whether it was name or passphrase. */
static bool open_key(struct visit *visit, const struct people *people, const char *name,
                     const struct secret *passphrase, const struct user_line **out_line,
                     struct secret *out_private, struct error *error) {
    struct error unknown = {0};
    const struct user_line *line = NULL;
    bool known = user_list_find(&people->users, name, &line, &unknown) &&
                 line->user->state == USER_ACTIVE && line->key_count;
    if (!known) line = anybody(people);
    bool opened = line && unseal(visit, line, passphrase, out_private, error);
    if (opened && known) {
        *out_line = line;
        return true;
    }
    if (opened) secret_close(out_private);
    if (!opened && line && error->code != ERROR_DENIED) return false;
    *error = (struct error){0};
    return error_set(error, ERROR_DENIED, "%s",
                     say(visit->language, "Name or passphrase is not right."));
}

bool visit_passphrase(struct visit *visit, const char *text, struct error *error) {
    struct secret passphrase, private_key;
    if (!visit_try(visit, "passphrase", visit->person->user.text, error) ||
        !take_passphrase(visit, text, &passphrase, error))
        return false;
    struct people *people = people_hold(&visit->web->people);
    const struct user_line *line = people_find(people, &visit->person->user);
    bool done = line && line->user->state == USER_ACTIVE &&
                unseal(visit, line, &passphrase, &private_key, error);
    people_release(&visit->web->people, people);
    secret_close(&passphrase);
    /* Whoever signs much in a day is not held up: only what was wrong counts. */
    if (done) {
        secret_close(&private_key);
        rate_give_back(visit->web->rates, TRIES,
                       try_key(visit, "passphrase", visit->person->user.text));
    } else if (error->code == ERROR_NONE || error->code == ERROR_DENIED) {
        *error = (struct error){0};
        return error_set(error, ERROR_DENIED, "%s",
                         say(visit->language, "The passphrase is not right: nothing was signed."));
    }
    return done;
}

/* ------------------------------------------------------------------ the session */

static void leave(void *data) {
    struct signed_in *person = data;
    secret_close(&person->private_key);
    free(person->name);
    free(person);
}

/* A second factor is asked of whoever may read of families. */
bool needs_second_factor(const struct web *web, unsigned roles) {
    return !web->options->one_factor && (roles & schema_find("person")->readers);
}

static bool begin_session(struct visit *visit, const struct user_line *line,
                          struct secret *private_key, struct error *error) {
    struct signed_in *person = memory_take(1, sizeof *person);
    size_t length = strlen(line->name);
    *person = (struct signed_in){.user = line->user->id,
                                 .name = memory_take(length + 1, 1),
                                 .private_key = *private_key,
                                 .roles = line->user->roles};
    memcpy(person->name, line->name, length);
    unsigned roles = needs_second_factor(visit->web, line->user->roles)
                         ? HALF_SIGNED_IN
                         : line->user->roles | SIGNED_IN;
    return request_sign_in(visit->request, line->user->id.text, roles, person, leave, error);
}

static bool sign_in(struct visit *visit, const char *name, const struct secret *passphrase,
                    struct error *error) {
    struct people *people = people_hold(&visit->web->people);
    const struct user_line *line = NULL;
    struct secret private_key;
    bool done = open_key(visit, people, name, passphrase, &line, &private_key, error) &&
                begin_session(visit, line, &private_key, error);
    bool half = done && needs_second_factor(visit->web, line->user->roles);
    people_release(&visit->web->people, people);
    if (!done) return false;
    const char *next = request_next(visit->request);
    respond_redirect(visit->request,
                     half ? arena_format(visit->arena, "/second-factor?next=%s",
                                         address_part(visit->arena, next))
                          : next);
    return true;
}

/* ------------------------------------------------------------------ pages */

static void show_form(struct visit *visit, int status, const char *name, const char *fault) {
    struct page_sign_in page = {.frame = visit_frame(visit, say(visit->language, "Sign in"), NULL),
                                .name = name,
                                .fault = fault,
                                .next = request_next(visit->request)};
    page_sign_in(respond_page(visit->request, status), &page);
}

bool show_sign_in(struct visit *visit, struct error *error) {
    (void)error;
    show_form(visit, 200, "", NULL);
    return true;
}

bool take_sign_in(struct visit *visit, struct error *error) {
    const char *name = request_field(visit->request, "name");
    const char *text = request_field(visit->request, "passphrase");
    struct secret passphrase;
    struct error fault = {0};
    if (!name || !text)
        return error_set(error, ERROR_BAD_INPUT, "%s",
                         say(visit->language, "Name and passphrase are asked for."));
    if (!visit_try(visit, "sign-in from", visit->request->address, error) ||
        !visit_try(visit, "sign-in of", name, error))
        return false;
    bool done = take_passphrase(visit, text, &passphrase, &fault);
    if (done) {
        done = sign_in(visit, name, &passphrase, &fault);
        secret_close(&passphrase);
    }
    if (!done && fault.code != ERROR_DENIED && fault.code != ERROR_BAD_INPUT)
        return error_set(error, fault.code, "%s", fault.text);
    if (!done) show_form(visit, 403, name, fault.text);
    return true;
}

bool take_sign_out(struct visit *visit, struct error *error) {
    (void)error;
    request_sign_out(visit->request);
    respond_redirect(visit->request, "/sign-in");
    return true;
}
