/* The second factor: six digits of an authenticator application (http/totp.h), asked of whoever may
 * read of families. Its secret lies in local.db under the user's own key, so it takes the passphrase
 * to read it; where it was lost with local.db, the user sets up another. */
#include <string.h>

#include "base/encode.h"
#include "http/page_second_factor.h"
#include "http/totp.h"
#include "web/pages.h"
#include "web/qr.h"

static const char READY[] = "totp", NEW[] = "totp being set up";

/* The secret and the newest step that was taken. */
struct factor {
    uint8_t secret[TOTP_SECRET_SIZE];
    uint64_t last;
};

static bool read_factor(struct visit *visit, const char *name, struct factor *out_factor,
                        bool *out_found, struct error *error) {
    char *bytes;
    size_t size;
    if (!own_get(visit->arena, &visit->web->own, &visit->person->user, &visit->person->private_key,
                 name, &bytes, &size, error))
        return false;
    *out_found = bytes && size == sizeof *out_factor;
    if (*out_found) {
        memcpy(out_factor, bytes, size);
        secret_wipe(bytes, size);
    }
    return true;
}

static bool keep_factor(struct visit *visit, const char *name, const struct factor *factor,
                        struct error *error) {
    return own_put(&visit->web->own, &visit->person->user, &visit->person->private_key, name,
                   factor, sizeof *factor, error);
}

/* What is asked for: the code of a factor that is ready, or of one that is being set up. */
static bool find_factor(struct visit *visit, struct factor *out_factor, bool *out_ready,
                        struct error *error) {
    bool found;
    *out_ready = true;
    if (!read_factor(visit, READY, out_factor, &found, error) || found) return found;
    *out_ready = false;
    if (!read_factor(visit, NEW, out_factor, &found, error) || found) return found;
    *out_factor = (struct factor){.last = 0};
    random_fill(&visit->web->random, out_factor->secret, sizeof out_factor->secret);
    return keep_factor(visit, NEW, out_factor, error);
}

/* "JBSW Y3DP …": as people type it. */
static char *in_groups(struct arena *arena, const uint8_t secret[TOTP_SECRET_SIZE]) {
    char text[ENCODE_BASE32_LENGTH(TOTP_SECRET_SIZE) + 1], *grouped = arena_take(arena, 64, 1);
    encode_text(ENCODING_BASE32, secret, TOTP_SECRET_SIZE, text);
    char *to = grouped;
    for (size_t i = 0; text[i]; i++) {
        if (i && i % 4 == 0) *to++ = ' ';
        *to++ = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' + 'A' : text[i]);
    }
    secret_wipe(text, sizeof text);
    return grouped;
}

static bool show_form(struct visit *visit, int status, const struct factor *factor, bool ready,
                      const char *fault, struct error *error) {
    struct page_second_factor page = {
        .frame = visit_frame(visit, say(visit->language, "Second factor"), NULL),
        .ready = ready,
        .fault = fault,
        .next = request_next(visit->request)};
    if (!ready) {
        page.secret = in_groups(visit->arena, factor->secret);
        page.address = totp_address(visit->arena, visit->web->name, visit->person->name,
                                    factor->secret);
        if (!qr_draw(visit->arena, page.address,
                     say(visit->language, "The secret as a QR code"), &page.picture, error))
            return false;
    }
    page_second_factor(respond_page(visit->request, status), &page);
    return true;
}

bool show_second_factor(struct visit *visit, struct error *error) {
    struct factor factor;
    bool ready;
    if (!find_factor(visit, &factor, &ready, error)) return false;
    return show_form(visit, 200, &factor, ready, NULL, error);
}

static bool take_code(struct visit *visit, struct factor *factor, bool ready,
                      struct error *error) {
    if (!keep_factor(visit, READY, factor, error) ||
        (!ready && !own_put(&visit->web->own, &visit->person->user, &visit->person->private_key,
                            NEW, NULL, 0, error)))
        return false;
    return request_change_roles(visit->request, visit->person->roles | SIGNED_IN, error);
}

static bool check_code(struct visit *visit, struct error *error) {
    const char *code = request_field(visit->request, "code");
    struct factor factor;
    bool ready;
    if (!visit_try(visit, "second factor of", visit->person->user.text, error) ||
        !find_factor(visit, &factor, &ready, error))
        return false;
    if (!code || !totp_check(factor.secret, sizeof factor.secret,
                             visit->web->clock.unix_seconds(&visit->web->clock), code,
                             &factor.last))
        return show_form(visit, 403, &factor, ready,
                         say(visit->language,
                             "That is not the code of now, or it was used already."),
                         error);
    if (!take_code(visit, &factor, ready, error)) return false;
    respond_redirect(visit->request, request_next(visit->request));
    return true;
}

/* Of two who come with the same code at once, one finds it used. */
bool take_second_factor(struct visit *visit, struct error *error) {
    const char *claim = arena_format(visit->arena, "totp %s", visit->person->user.text);
    claims_take(&visit->web->claims, &claim, 1);
    bool done = check_code(visit, error);
    claims_give_back(&visit->web->claims, &claim, 1);
    return done;
}
