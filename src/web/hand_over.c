/* Handing over: who begins says what happens and with whom, and signs it; then it waits. */
#include <string.h>

#include "schema/instant.h"
#include "schema/quote.h"
#include "web/chains.h"
#include "web/change.h"
#include "web/form.h"
#include "web/handover_says.h"

struct handing {
    struct visit *visit;
    const struct schema *schema;
    struct people *people;
    struct form form;
    struct form_place place;
};

/* ------------------------------------------------------------------ the form */

/* What people say. Whose hands, which event it follows and when it was written down is the
 * program's to say; and it has no files: a paper is added as a medium, and named. */
static bool is_said(const struct schema_field *field) {
    static const char *const never[] = {"gives",    "receives",    "gives_name", "receives_name",
                                        "previous", "clock_error", "reason"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (!strcmp(field->name, never[i])) return false;
    return field->type != FIELD_MEDIA;
}

static void list_partners(struct handing *handing) {
    const struct visit *visit = handing->visit;
    const struct user_list *users = &handing->people->users;
    const char *chosen = request_field(visit->request, "record.with");
    struct form_partner *list = arena_new(visit->arena, struct form_partner, users->count);
    for (size_t i = 0; i < users->count; i++) {
        const struct authority_user *user = users->line[i].user;
        if (user->state != USER_ACTIVE || identifier_equal(&user->id, &visit->person->user) ||
            !offer_may_join(handing->schema, visit->roles, user->roles))
            continue;
        list[handing->place.partner_count++] = (struct form_partner){
            .user = user->id.text,
            .name = arena_copy(visit->arena, handing_name(handing->people, &user->id)),
            .chosen = chosen && !strcmp(chosen, user->id.text)};
    }
    handing->place.partner = list;
}

static void place_form(struct handing *handing) {
    const struct visit *visit = handing->visit;
    enum language language = visit->language;
    bool custody = handing->schema->signing == SIGNED_BY_HANDS;
    struct form *form = &handing->form;
    int count = 0;
    for (int i = 0; i < form->field_count; i++)
        if (is_said(form->field[i].field)) form->field[count++] = form->field[i];
    form->field_count = count;
    handing->place = (struct form_place){
        .name = custody ? say(language, "Hand over") : say(language, "Give back to a family"),
        .about = say_word(language, handing->schema->about),
        .address = arena_format(visit->arena, "/custody/new/%s", handing->schema->kind),
        .back = "/custody",
        .here = "/custody",
        .button = say(language, "Sign and offer"),
        .partner_label =
            custody ? say(language, "Who receives it") : say(language, "Who signs too")};
    list_partners(handing);
    form->place = &handing->place;
}

static bool open_handing(struct visit *visit, struct handing *handing, struct error *error) {
    *handing = (struct handing){.visit = visit,
                                .schema = handing_kind(request_parameter(visit->request, "kind"))};
    if (!handing->schema)
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "There is no such form."));
    if (!offer_may_begin(handing->schema, visit->roles))
        return refuse_kind(visit, handing->schema->signers, error);
    handing->people = people_hold(&visit->web->people);
    return true;
}

static void close_handing(struct handing *handing) {
    people_release(&handing->visit->web->people, handing->people);
}

/* A form that was opened from a thing begins with it, and with its seal. */
static bool put_item(struct handing *handing, struct error *error) {
    const struct visit *visit = handing->visit;
    const char *of = request_query(visit->request, "of");
    struct form_field *items = form_field_of(&handing->form, "items");
    struct form_field *seal = form_field_of(&handing->form, "seal_before");
    const struct custody *custody;
    struct kept *kept;
    if (!of || !items) return true;
    if (!chains_hold(visit, &kept, &custody, error)) return false;
    const struct custody_thing *thing = custody_find(custody, of);
    if (thing) items->value.text = arena_copy(visit->arena, thing->label);
    if (thing && thing->seal && seal) seal->value.text = arena_copy(visit->arena, thing->seal);
    kept_release(&visit->web->custody, kept);
    return true;
}

enum { MINUTE = 60 /* seconds */ };

bool show_hand_over(struct visit *visit, struct error *error) {
    const char *event = request_query(visit->request, "event");
    struct handing handing;
    if (!open_handing(visit, &handing, error)) return false;
    int64_t now = visit->web->clock.unix_seconds(&visit->web->clock);
    json_t *fields = json_object();
    json_object_set_new(fields, "at", json_integer((now - now % MINUTE) * INSTANT_SECOND));
    if (handing.schema->signing == SIGNED_BY_HANDS)
        json_object_set_new(fields, "event",
                            json_string(event && !strcmp(event, "break") ? "break" : "transfer"));
    bool done = form_of_record(visit, handing.schema, fields, &handing.form, error);
    json_decref(fields);
    if (done) place_form(&handing);
    done = done && put_item(&handing, error);
    if (done) form_show(visit, &handing.form, 200);
    close_handing(&handing);
    return done;
}

/* ------------------------------------------------------------------ signing */

/* What was typed; *out_good false: some is not right, and the form says what. */
static bool read_fields(struct handing *handing, json_t *fields, bool *out_good,
                        struct error *error) {
    struct form *form = &handing->form;
    *out_good = true;
    for (int i = 0; i < form->field_count; i++) {
        struct form_field *own = &form->field[i];
        json_t *value;
        if (!change_read_field(handing->visit, own, false, &value, error)) return false;
        if (own->fault) *out_good = false;
        if (value) json_object_set_new(fields, own->field->name, value);
    }
    return true;
}

static bool find_partner(struct handing *handing, struct identifier *out) {
    const struct form_place *place = &handing->place;
    for (size_t i = 0; i < place->partner_count; i++) {
        struct error none = {0};
        if (place->partner[i].chosen)
            return identifier_read(place->partner[i].user, strlen(place->partner[i].user),
                                   IDENTIFIER_USER, out, &none);
    }
    handing->place.partner_wrong = say(handing->visit->language, "Say who signs with you.");
    return false;
}

static const char *refusal_text(const struct visit *visit, enum error_code code) {
    return code == ERROR_CONFLICT
               ? say(visit->language, "It does not fit what the record says. Nothing was signed.")
               : say(visit->language, "It cannot be signed so. Nothing was signed.");
}

/* What the record says of a handover to a family is read before it is signed: *out_good is false when
 * it was not shown yet, says something else now, or refuses it. */
static bool say_record(struct handing *handing, const json_t *fields,
                       const struct identifier *second, bool *out_good, struct error *error) {
    struct visit *visit = handing->visit;
    struct form_place *place = &handing->place;
    const char *seen = request_field(visit->request, "record.seen");
    struct handover_said said;
    struct offer_desk desk;
    struct error fault = {0};
    if (!handing_desk(visit, handing->people, &desk, error) ||
        !offer_say(visit->arena, &desk, fields, &visit->person->user, second, &said, error))
        return false;
    place->says = handover_says(visit, handing->people, &said, &place->says_count);
    place->seen = handover_seen(visit, place->says, place->says_count);
    *out_good = seen && !strcmp(seen, place->seen);
    if (handover_check(&said, fields, &fault)) return true;
    struct form_field *explanation = form_field_of(&handing->form, "explanation");
    if (fault.code == ERROR_BAD_INPUT && explanation)
        explanation->fault =
            say(visit->language, "Say in words why it is handed over all the same.");
    handing->form.fault = refusal_text(visit, fault.code);
    handing->form.detail = arena_copy(visit->arena, fault.text);
    *out_good = false;
    return handing_is_refusal(fault.code) || error_set(error, fault.code, "%s", fault.text);
}

/* Does another of the person's own with this number wait, that was not refused? Those that they can
 * no longer open are none. */
static bool waits_already(const struct handing *handing, const struct offer_desk *desk,
                          const char *number, bool *out_waits, struct error *error) {
    struct visit *visit = handing->visit;
    struct offer_line *lines;
    int count;
    *out_waits = false;
    if (!offers_of(visit->arena, &visit->web->own, &visit->person->user, &lines, &count, error))
        return false;
    for (int i = 0; i < count && !*out_waits; i++) {
        struct offered offered;
        struct error shut = {0};
        char *bytes;
        size_t size;
        if (lines[i].refused || !identifier_equal(&lines[i].first, &visit->person->user) ||
            !offers_read(visit->arena, &visit->web->own, lines[i].rec.text, &visit->person->user,
                         &visit->person->private_key, &lines[i], &bytes, &size, &shut) ||
            !offer_read(visit->arena, desk, bytes, size, &lines[i].second, &offered, &shut))
            continue;
        const char *other = json_string_value(
            json_object_get(offered.half.fields, handing->schema->key.word[0]));
        *out_waits = offered.schema == handing->schema && other && !strcmp(other, number);
        offer_close(&offered);
    }
    return true;
}

static bool check_waiting(const struct handing *handing, const struct offer_desk *desk,
                          const json_t *fields, struct error *error) {
    const char *number =
        json_string_value(json_object_get(fields, handing->schema->key.word[0]));
    bool waits = false;
    if (number && !waits_already(handing, desk, number, &waits, error)) return false;
    return !waits || error_set(error, ERROR_CONFLICT, "one of yours with the number %s waits to be "
                                                      "signed already: take it back first",
                               quote(number).text);
}

/* Signs it and keeps it for the other one. One at a time, so that the same is not kept twice. */
static bool offer(struct handing *handing, const json_t *fields, struct offer_line *line,
                  struct error *error) {
    struct visit *visit = handing->visit;
    struct draft_signer signer = visit_signer(visit);
    struct offer_desk desk;
    struct offered offered;
    char *bytes;
    size_t size;
    if (!handing_desk(visit, handing->people, &desk, error) ||
        !check_waiting(handing, &desk, fields, error) ||
        !offer_make(visit->arena, &desk, &visit->web->random, handing->schema, fields, &signer,
                    &line->second, &bytes, &size, error) ||
        !offer_read(visit->arena, &desk, bytes, size, &line->second, &offered, error))
        return false;
    line->rec = offered.half.entry.rec;
    offer_close(&offered);
    return offers_put(&visit->web->own, &handing->people->authority, line, bytes, size, error);
}

static bool offer_alone(struct handing *handing, const json_t *fields, struct offer_line *line,
                        struct error *error) {
    struct claims *claims = &handing->visit->web->claims;
    claims_take(claims, HANDING_CLAIM, 1);
    bool done = offer(handing, fields, line, error);
    claims_give_back(claims, HANDING_CLAIM, 1);
    return done;
}

/* The passphrase comes last: whoever typed something wrong has not to type it twice. */
static bool sign(struct handing *handing, struct offer_line *line, bool *out_signed,
                 struct error *error) {
    struct visit *visit = handing->visit;
    const char *passphrase = request_field(visit->request, "record.passphrase");
    struct error fault = {0};
    json_t *fields = json_object();
    bool good, known = find_partner(handing, &line->second);
    line->first = visit->person->user;
    bool done = read_fields(handing, fields, &good, error);
    good = done && good && known;
    if (good && !strcmp(handing->schema->kind, "handover"))
        done = say_record(handing, fields, &line->second, &good, error);
    good = done && good;
    if (good && !visit_passphrase(visit, passphrase ? passphrase : "", &fault)) {
        handing->place.wrong = arena_copy(visit->arena, fault.text);
        good = false;
    } else if (good && !offer_alone(handing, fields, line, &fault)) {
        done = handing_is_refusal(fault.code) || error_set(error, fault.code, "%s", fault.text);
        handing->form.fault = refusal_text(visit, fault.code);
        handing->form.detail = arena_copy(visit->arena, fault.text);
        good = false;
    }
    json_decref(fields);
    *out_signed = good;
    return done;
}

bool take_hand_over(struct visit *visit, struct error *error) {
    struct handing handing;
    struct offer_line line = {0};
    bool is_signed = false;
    if (!open_handing(visit, &handing, error)) return false;
    bool done = form_of_request(visit, handing.schema, &handing.form, error);
    if (done) place_form(&handing);
    done = done && sign(&handing, &line, &is_signed, error);
    if (done && is_signed) respond_redirect(visit->request, handing_address(visit, &line.rec));
    else if (done) form_show(visit, &handing.form, 422);
    close_handing(&handing);
    return done;
}
