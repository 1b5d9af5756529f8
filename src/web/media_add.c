/* Photographs, scans and other files are added, many at a time. Each is taken or refused for itself:
 * what is wrong with one is said in a line, and the others go on. */
#include <ctype.h>
#include <string.h>

#include "base/encode.h"
#include "case/media_record.h"
#include "case/media_type.h"
#include "http/page_media_new.h"
#include "record/head.h"
#include "store/statements.h"
#include "web/media_batch.h"
#include "web/media_file.h"

enum {
    NAME_MOST = 240 /* bytes of a file's name */,
    MARK = 8 /* digits of its SHA-256 behind a number that another has */,
    DRAWN = 5 /* bytes of a number that is drawn: 8 letters and digits */,
    NUMBERS = 3 /* that are tried */
};

/* A file on its way. */
struct incoming {
    struct visit *visit;
    const struct media_batch *batch;
    const struct upload *upload;
    const char *name, *sha256;
    const char *number[NUMBERS]; /* what it may be called: the first that is free */
    struct media_found found;
    struct buffer small;
    struct page_media_new_sent *shown; /* the line about it */
};

static void refuse(struct incoming *incoming, const char *why, const char *detail) {
    incoming->shown->class = "refused";
    incoming->shown->fault = why;
    incoming->shown->detail = detail ? arena_copy(incoming->visit->arena, detail) : NULL;
}

/* ------------------------------------------------------------------ what it is */

static void refuse_failed(struct incoming *incoming, const struct error *fault) {
    enum language language = incoming->visit->language;
    refuse(incoming,
           fault->code == ERROR_BUSY
               ? say(language, "Too much is going on; send it again in a moment.")
               : say(language, "It could not be kept; nothing of it was saved."),
           fault->code == ERROR_BUSY ? NULL : fault->text);
}

/* A picture that cannot be looked at, or what only pretends to be one, is not taken here. */
static bool is_sound(struct incoming *incoming) {
    enum language language = incoming->visit->language;
    const struct media_found *found = &incoming->found;
    if (found->fault.code == ERROR_TOO_LARGE)
        refuse(incoming, say(language, "The picture is too large to be looked at safely."),
               found->fault.text);
    else if (found->fault.code)
        refuse(incoming, say(language, "The picture is broken, or is none."), found->fault.text);
    else if (media_is_drawn(media_type_of(incoming->name)) && !media_is_drawn(found->media_type))
        refuse(incoming, say(language, "Its name says that it is a picture, and it is none."),
               NULL);
    return !incoming->shown->fault;
}

static bool describe(struct incoming *incoming) {
    struct visit *visit = incoming->visit;
    const struct upload *upload = incoming->upload;
    struct media_file file = {.name = incoming->name,
                              .source = media_source_of_spool(upload->bytes),
                              .sha256 = upload->digest,
                              .number = incoming->batch->by_name ? NULL : incoming->number[0],
                              .zone = incoming->batch->zone};
    struct error fault = {0};
    if (!upload->size) {
        refuse(incoming, say(visit->language, "It is empty."), NULL);
        return false;
    }
    if (media_describe(visit->arena, visit->web->children, &file, thumbnail_side(THUMBNAIL_LIST),
                       &incoming->found, &incoming->small, &fault))
        return is_sound(incoming);
    refuse_failed(incoming, &fault);
    return false;
}

/* ------------------------------------------------------------------ is it there? */

/* The record of a file with the same bytes; NULL: none. */
static bool find_same(const struct incoming *incoming, const char **out_rec, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(incoming->visit->tables->store, &MEDIA_OF_DIGEST, &query, error)) return false;
    query_bind_text(query, 1, incoming->sha256);
    bool done = query_step(query, &row, error);
    *out_rec = done && row ? arena_copy(incoming->visit->arena, query_text(query, 0)) : NULL;
    query_close(query);
    return done;
}

static const char *number_of(const struct incoming *incoming) {
    return json_string_value(json_object_get(incoming->found.fields, "number"));
}

/* "M-4KQ7ZP2A": says nothing of what is on it. */
static const char *draw_number(struct visit *visit) {
    uint8_t bytes[DRAWN];
    char text[ENCODE_BASE32_LENGTH(DRAWN) + 1];
    random_fill(&visit->web->random, bytes, sizeof bytes);
    encode_text(ENCODING_BASE32, bytes, sizeof bytes, text);
    for (char *at = text; *at; at++) *at = (char)toupper((unsigned char)*at);
    return arena_format(visit->arena, "M-%s", text);
}

/* Cameras count from the beginning again and again: such a number is told apart by the bytes. */
static const char *marked_number(const struct incoming *incoming) {
    const char *number = number_of(incoming);
    size_t length = strlen(number), most = SCHEMA_LINE_MOST - MARK - 1;
    if (length > most) length = most;
    while (length < strlen(number) && length && ((unsigned char)number[length] & 0xc0) == 0x80)
        length--;
    return arena_format(incoming->visit->arena, "%.*s-%.*s", (int)length, number, MARK,
                        incoming->sha256);
}

static bool give_number(struct incoming *incoming, struct error *error) {
    struct visit *visit = incoming->visit;
    const struct table *table = tables_find(visit->tables, "media");
    const char *taken = "";
    int i = 0;
    for (; i < NUMBERS; i++) {
        if (!head_called(visit->arena, visit->tables, table, incoming->number[i], NULL, &taken,
                         error))
            return false;
        if (!taken) break;
    }
    if (taken)
        return error_set(error, ERROR_CONFLICT, "%s", say(visit->language,
                         "Its number was given to another file meanwhile. Send it again."));
    if (i == 0) return true;
    incoming->shown->clash = incoming->batch->by_name ? incoming->number[0] : NULL;
    json_object_set_new(incoming->found.fields, "number", json_string(incoming->number[i]));
    return true;
}

/* ------------------------------------------------------------------ into the record */

static void tell_added(struct incoming *incoming, const struct receipt *receipt) {
    struct visit *visit = incoming->visit;
    struct page_media_new_sent *shown = incoming->shown;
    const char *rec = arena_copy(visit->arena, receipt->rec.text);
    shown->class = "added";
    shown->address = record_address(visit->arena, rec);
    shown->label = arena_copy(visit->arena, number_of(incoming));
    shown->index = (long long)receipt->index;
    shown->remark = incoming->found.remark;
    shown->sha256 = incoming->sha256;
    if (!incoming->small.size) return;
    thumbnails_keep(visit->web->thumbnails, &incoming->upload->digest, THUMBNAIL_LIST,
                    incoming->small.bytes, incoming->small.size);
    shown->small = arena_format(visit->arena, "/media/%s/small", rec);
}

static void append(struct incoming *incoming) {
    struct visit *visit = incoming->visit;
    const struct schema *schema = schema_find("media");
    struct draft_signer signer = visit_signer(visit);
    struct draft_file file = {.name = incoming->name,
                              .media_type = incoming->found.media_type,
                              .spool = incoming->upload->bytes};
    struct draft draft = {.schema = schema,
                          .rec = identifier_make(&visit->web->random, IDENTIFIER_RECORD),
                          .fields = incoming->found.fields,
                          .files = &file,
                          .file_count = 1,
                          .signers = &signer,
                          .signer_count = 1};
    struct append_batch batch = {.drafts = &draft, .count = 1};
    struct receipt receipt;
    struct error fault = {0};
    /* What the file says of itself holds. */
    json_object_update_missing(incoming->found.fields, incoming->batch->fields);
    draft_put_recorded(schema, incoming->found.fields);
    if (visit_append(visit, &batch, &receipt, NULL, &fault)) tell_added(incoming, &receipt);
    else refuse_failed(incoming, &fault);
}

static bool tell_there(struct incoming *incoming, const char *rec, struct error *error) {
    struct visit *visit = incoming->visit;
    incoming->shown->class = "there";
    incoming->shown->there = true;
    incoming->shown->address = record_address(visit->arena, rec);
    incoming->shown->sha256 = incoming->sha256;
    return record_label(visit, rec, &incoming->shown->label, error);
}

/* Whoever brings the same bytes, or the same number, at the same time comes after it. */
static bool keep(struct incoming *incoming, struct error *error) {
    struct visit *visit = incoming->visit;
    const char *claim[NUMBERS + 1] = {arena_format(visit->arena, "bytes %s", incoming->sha256)};
    const char *same;
    if (incoming->batch->by_name) {
        incoming->number[0] = arena_copy(visit->arena, number_of(incoming));
        incoming->number[1] = marked_number(incoming);
    }
    for (int i = 0; i < NUMBERS; i++)
        claim[i + 1] = arena_format(visit->arena, "media %s", incoming->number[i]);
    claims_take(&visit->web->claims, claim, sizeof claim / sizeof *claim);
    bool done = visit_look_again(visit, error) && find_same(incoming, &same, error) &&
                (same ? tell_there(incoming, same, error) : give_number(incoming, error));
    if (done && !same) append(incoming);
    claims_give_back(&visit->web->claims, claim, sizeof claim / sizeof *claim);
    return done;
}

/* As its device called it, cut between characters. */
static const char *name_of(const struct visit *visit, const struct upload *upload) {
    size_t length = strlen(upload->file_name);
    if (!length) return say(visit->language, "a file without a name");
    if (length > NAME_MOST) length = NAME_MOST;
    while (length && ((unsigned char)upload->file_name[length] & 0xc0) == 0x80) length--;
    return arena_copy_part(visit->arena, upload->file_name, length);
}

static bool add_file(struct visit *visit, const struct media_batch *batch,
                     const struct upload *upload, struct page_media_new_sent *shown,
                     struct error *error) {
    char sha256[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_HEX, upload->digest.byte, DIGEST_SIZE, sha256);
    struct incoming incoming = {.visit = visit,
                                .batch = batch,
                                .upload = upload,
                                .name = name_of(visit, upload),
                                .sha256 = arena_copy(visit->arena, sha256),
                                .shown = shown};
    bool done = true;
    for (int i = 0; i < NUMBERS; i++) incoming.number[i] = draw_number(visit);
    shown->name = incoming.name;
    /* Pictures are looked at while nobody waits for this view of the record. */
    web_worker_end(visit->worker);
    if (describe(&incoming)) done = keep(&incoming, error);
    json_decref(incoming.found.fields);
    if (incoming.small.bytes) explicit_bzero(incoming.small.bytes, incoming.small.capacity);
    buffer_close(&incoming.small);
    return done;
}

/* ------------------------------------------------------------------ pages */

static bool may_add(const struct visit *visit, struct error *error) {
    const struct schema *schema = schema_find("media");
    return may_write_kind(schema, visit->roles) || refuse_kind(visit, schema->signers, error);
}

static void show(struct visit *visit, const struct media_batch *batch, struct page_media_new *page,
                 int status) {
    page->frame = visit_frame(visit, say(visit->language, "Add photographs and scans"), "/media");
    page->most = UPLOADS_MOST;
    page->back = "/media";
    media_batch_show(visit, batch, page);
    page_media_new(respond_page(visit->request, status), page);
}

bool show_new_media(struct visit *visit, struct error *error) {
    struct page_media_new page = {0};
    struct media_batch batch;
    if (!may_add(visit, error) ||
        !media_batch_begin(visit, request_query(visit->request, "about"), &batch, error))
        return false;
    show(visit, &batch, &page, 200);
    return true;
}

static bool add_all(struct visit *visit, const struct media_batch *batch,
                    struct page_media_new *page, struct error *error) {
    const struct request *request = visit->request;
    struct page_media_new_sent *sent =
        arena_new(visit->arena, struct page_media_new_sent, request->upload_count);
    page->sent = sent;
    for (size_t i = 0; i < request->upload_count; i++) {
        if (strcmp(request->uploads[i].field, "files") != 0) continue;
        struct page_media_new_sent *shown = &sent[page->sent_count++];
        if (!add_file(visit, batch, &request->uploads[i], shown, error)) return false;
        page->added += !strcmp(shown->class, "added");
    }
    page->all = (long long)page->sent_count;
    page->none = page->sent_count == 0;
    page->summary_class = page->added == page->all ? "receipt" : "lead";
    return true;
}

/* Somebody may add a picture of what is for other roles to see. */
static bool hide_unseen(const struct visit *visit, struct page_media_new *page,
                        struct error *error) {
    struct page_media_new_sent *sent = (struct page_media_new_sent *)page->sent;
    for (size_t i = 0; i < page->sent_count; i++) {
        bool sees;
        if (!sent[i].small) continue;
        if (!media_may_see(visit, sent[i].index, &sees, error)) return false;
        if (!sees) sent[i].small = NULL;
    }
    return true;
}

/* Files that are sent again are there already: nothing is led to, and nothing is recorded twice. */
bool take_media(struct visit *visit, struct error *error) {
    struct page_media_new page = {0};
    struct media_batch batch;
    if (!may_add(visit, error) || !media_batch_read(visit, &batch, error)) return false;
    bool done = batch.faults || add_all(visit, &batch, &page, error);
    json_decref(batch.fields);
    if (!done || !visit_look_again(visit, error) || !hide_unseen(visit, &page, error)) return false;
    bool refused = batch.faults || page.none;
    for (size_t i = 0; i < page.sent_count; i++) refused |= page.sent[i].fault != NULL;
    show(visit, &batch, &page, refused ? 422 : 200);
    return true;
}
