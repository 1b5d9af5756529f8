/* What one person has signed and another is to sign: shown to both, and signed, refused or taken
 * back. */
#include <string.h>

#include "base/encode.h"
#include "http/page_waiting.h"
#include "web/handover_says.h"

struct waiting {
    struct visit *visit;
    struct people *people;
    struct offer_line line;
    struct offer_desk desk;
    bool is_open; /* what it holds could be read; else only its line is known */
    struct offered offered;
    const char *bytes; /* SHA-256 of what is signed, in hexadecimal */
    const char *stale; /* why it cannot be signed now; NULL: it can */
};

/* ------------------------------------------------------------------ opening it */

static bool is_shut(enum error_code code) {
    return handing_is_refusal(code) || code == ERROR_CORRUPT;
}

/* It was sealed to a key that was replaced, or signed under an older declaration. */
static bool read_letter(struct waiting *waiting, struct error *error) {
    struct visit *visit = waiting->visit;
    struct identifier rec = waiting->line.rec;
    char *bytes, *hash = arena_take(visit->arena, ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1, 1);
    size_t size;
    if (!offers_read(visit->arena, &visit->web->own, rec.text, &visit->person->user,
                     &visit->person->private_key, &waiting->line, &bytes, &size, error) ||
        !handing_desk(visit, waiting->people, &waiting->desk, error) ||
        !offer_read(visit->arena, &waiting->desk, bytes, size, &waiting->line.second,
                    &waiting->offered, error))
        return false;
    waiting->is_open = true;
    struct digest digest = digest_of(waiting->desk.digester, bytes, size);
    encode_text(ENCODING_HEX, digest.byte, DIGEST_SIZE, hash);
    waiting->bytes = hash;
    /* What the row says is shown; what the letter holds is signed. */
    const struct entry *entry = &waiting->offered.half.entry;
    if (!identifier_equal(&entry->by, &waiting->line.first) ||
        !identifier_equal(&entry->rec, &rec))
        return error_set(error, ERROR_DENIED, "%s", say(visit->language, "It is not what was "
                                                        "offered. Nothing was signed."));
    return offer_check(visit->arena, &waiting->desk, &waiting->offered, error);
}

static bool read_waiting(struct waiting *waiting, struct error *error) {
    struct visit *visit = waiting->visit;
    struct error fault = {0};
    if (!offers_find(&visit->web->own, request_parameter(visit->request, "rec"),
                     &visit->person->user, &waiting->line, error))
        return false;
    if (read_letter(waiting, &fault)) return true;
    waiting->stale = arena_copy(visit->arena, fault.text);
    return is_shut(fault.code) || error_set(error, fault.code, "%s", fault.text);
}

static void close_waiting(struct waiting *waiting) {
    if (waiting->is_open) offer_close(&waiting->offered);
    people_release(&waiting->visit->web->people, waiting->people);
}

static bool open_waiting(struct visit *visit, struct waiting *waiting, struct error *error) {
    *waiting = (struct waiting){.visit = visit, .people = people_hold(&visit->web->people)};
    if (read_waiting(waiting, error)) return true;
    close_waiting(waiting);
    return false;
}

static bool is_first(const struct waiting *waiting) {
    return identifier_equal(&waiting->visit->person->user, &waiting->line.first);
}

/* ------------------------------------------------------------------ the page */

static bool show_field(const struct visit *visit, const struct schema_field *field,
                       const json_t *value, struct page_waiting_fields *out, struct error *error) {
    struct shown *shown;
    size_t count;
    if (!shown_value(visit, field, value, &shown, &count, error)) return false;
    struct page_waiting_fields_values *values =
        arena_new(visit->arena, struct page_waiting_fields_values, count);
    for (size_t i = 0; i < count; i++)
        values[i] = (struct page_waiting_fields_values){.text = shown[i].text,
                                                        .language = shown[i].language,
                                                        .address = shown[i].address,
                                                        .none = shown[i].none};
    *out = (struct page_waiting_fields){.name = field_text(visit, field),
                                        .sentence = field_sentence(visit, field),
                                        .values = values,
                                        .values_count = count};
    return true;
}

/* All that is signed; the two hands stand above it. */
static bool show_fields(const struct waiting *waiting, struct page_waiting *page,
                        struct error *error) {
    const struct visit *visit = waiting->visit;
    const struct schema *schema = waiting->offered.schema;
    struct page_waiting_fields *fields =
        arena_new(visit->arena, struct page_waiting_fields, schema->field_count);
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        const json_t *value = json_object_get(waiting->offered.half.fields, field->name);
        if (!value || !strcmp(field->name, "gives") || !strcmp(field->name, "receives")) continue;
        if (!show_field(visit, field, value, &fields[page->fields_count++], error)) return false;
    }
    page->fields = fields;
    return true;
}

/* Who signs too reads what the record says now, and not what it said when it was offered. */
static bool show_says(const struct waiting *waiting, struct page_waiting *page,
                      struct error *error) {
    const struct visit *visit = waiting->visit;
    struct handover_said said;
    if (strcmp(waiting->offered.schema->kind, "handover") != 0) return true;
    if (!offer_say(visit->arena, &waiting->desk, waiting->offered.half.fields,
                   &waiting->line.first, &waiting->line.second, &said, error))
        return false;
    const struct says_line *line =
        handover_says(visit, waiting->people, &said, &page->says_count);
    struct page_waiting_says *says =
        arena_new(visit->arena, struct page_waiting_says, page->says_count);
    for (size_t i = 0; i < page->says_count; i++)
        says[i] = (struct page_waiting_says){.label = line[i].label,
                                             .address = line[i].address,
                                             .text = line[i].text,
                                             .warns = line[i].warns};
    page->says = says;
    page->said = true;
    return true;
}

/* "Custody C-12"; of one that cannot be opened nobody knows what it is. */
static const char *name_of(const struct waiting *waiting) {
    const struct visit *visit = waiting->visit;
    if (!waiting->is_open) return say(visit->language, "A handover that waits");
    const struct schema *schema = waiting->offered.schema;
    const json_t *number = json_object_get(waiting->offered.half.fields, schema->key.word[0]);
    return arena_format(visit->arena, "%s %s", kind_text(visit, schema),
                        json_is_string(number) ? json_string_value(number) : "");
}

static bool show(const struct waiting *waiting, const char *wrong, struct error *error) {
    const struct visit *visit = waiting->visit;
    enum language language = visit->language;
    bool hands = !waiting->is_open || waiting->offered.schema->signing == SIGNED_BY_HANDS;
    bool first = is_first(waiting), refused = waiting->line.refused;
    struct page_waiting page = {
        .name = name_of(waiting),
        .address = handing_address(visit, &waiting->line.rec),
        .first_label = hands ? say(language, "Gives") : say(language, "Signed first"),
        .second_label = hands ? say(language, "Receives") : say(language, "Signs too"),
        .first = arena_copy(visit->arena, handing_name(waiting->people, &waiting->line.first)),
        .second = arena_copy(visit->arena, handing_name(waiting->people, &waiting->line.second)),
        .bytes = waiting->bytes,
        .stale = refused || !waiting->is_open ? NULL : waiting->stale,
        .shut = refused || waiting->is_open ? NULL : waiting->stale,
        .refused = refused,
        .ours = first && !refused && !waiting->stale,
        .signs = !first && !refused && !waiting->stale,
        .refuses = !first && !refused,
        .withdraws = first,
        .wrong = wrong};
    if (waiting->is_open && (!show_fields(waiting, &page, error) || !show_says(waiting, &page, error)))
        return false;
    page.frame = visit_frame(visit, page.name, "/custody");
    page_waiting(respond_page(visit->request, wrong ? 422 : 200), &page);
    return true;
}

bool show_waiting(struct visit *visit, struct error *error) {
    struct waiting waiting;
    if (!open_waiting(visit, &waiting, error)) return false;
    bool done = show(&waiting, NULL, error);
    close_waiting(&waiting);
    return done;
}

/* ------------------------------------------------------------------ signing */

/* The second signature goes under the very bytes that the first one signed, and that were shown. */
static bool append(struct waiting *waiting, struct receipt *out_receipt, struct error *error) {
    struct visit *visit = waiting->visit;
    const char *seen = request_field(visit->request, "bytes");
    struct draft_signer signer = visit_signer(visit), both[2];
    struct draft draft;
    if (waiting->line.refused)
        return error_set(error, ERROR_CONFLICT, "%s",
                         say(visit->language, "You have refused to sign it."));
    if (waiting->stale) return error_set(error, ERROR_CONFLICT, "%s", waiting->stale);
    if (!seen || strcmp(seen, waiting->bytes) != 0)
        return error_set(error, ERROR_CONFLICT, "%s",
                         say(visit->language, "It is not what the page showed you. Open it again "
                                              "and read it; nothing was signed."));
    if (!offer_draft(&waiting->offered, &signer, both, &draft, error)) return false;
    struct append_batch batch = {.drafts = &draft, .count = 1};
    return visit_append(visit, &batch, out_receipt, NULL, error);
}

/* One at a time: whether it fits is looked at where nobody else can change it. */
static bool sign(struct visit *visit, struct receipt *out_receipt, struct error *error) {
    struct waiting waiting;
    if (!visit_look_again(visit, error) || !open_waiting(visit, &waiting, error)) return false;
    struct identifier rec = waiting.line.rec;
    bool done = append(&waiting, out_receipt, error);
    close_waiting(&waiting);
    /* It is in the record: what stays here when it cannot be removed is shown as what no longer
     * fits, and can be taken back. */
    struct error left = {0};
    return done && (offers_remove(&visit->web->own, &rec, &left) || left.code != ERROR_NONE);
}

/* Who began cannot sign for the other one as well. */
static bool refuse_first(const struct waiting *waiting, struct error *error) {
    return !is_first(waiting) ||
           error_set(error, ERROR_DENIED, "%s",
                     say(waiting->visit->language, "It is for the other one to sign."));
}

bool take_signature(struct visit *visit, struct error *error) {
    const char *passphrase = request_field(visit->request, "passphrase");
    struct waiting waiting;
    struct receipt receipt;
    struct error fault = {0};
    if (!open_waiting(visit, &waiting, error)) return false;
    bool done = refuse_first(&waiting, error), right = false;
    if (done) {
        right = visit_passphrase(visit, passphrase ? passphrase : "", &fault);
        if (!right) done = show(&waiting, arena_copy(visit->arena, fault.text), error);
    }
    close_waiting(&waiting);
    if (!done || !right) return done;
    claims_take(&visit->web->claims, HANDING_CLAIM, 1);
    done = sign(visit, &receipt, error);
    claims_give_back(&visit->web->claims, HANDING_CLAIM, 1);
    if (!done) return false;
    respond_redirect(visit->request, arena_format(visit->arena, "%s?saved=%llu",
                                                  record_address(visit->arena, receipt.rec.text),
                                                  (unsigned long long)receipt.index));
    return true;
}

/* ------------------------------------------------------------------ ending it */

/* Nobody signs it meanwhile. What it holds is not asked for: one that can no longer be opened can be
 * ended too. */
static bool end(struct visit *visit, bool first, struct error *error) {
    struct offer_line line;
    struct own *own = &visit->web->own;
    if (!offers_find(own, request_parameter(visit->request, "rec"), &visit->person->user, &line,
                     error))
        return false;
    if (identifier_equal(&visit->person->user, &line.first) != first)
        return error_set(error, ERROR_DENIED, "%s",
                         say(visit->language, "That is for the other one to do."));
    return first ? offers_remove(own, &line.rec, error) : offers_refuse(own, &line.rec, error);
}

static bool take_end(struct visit *visit, bool first, struct error *error) {
    claims_take(&visit->web->claims, HANDING_CLAIM, 1);
    bool done = end(visit, first, error);
    claims_give_back(&visit->web->claims, HANDING_CLAIM, 1);
    if (done) respond_redirect(visit->request, "/custody");
    return done;
}

bool take_refusal(struct visit *visit, struct error *error) {
    return take_end(visit, false, error);
}

bool take_back(struct visit *visit, struct error *error) { return take_end(visit, true, error); }
