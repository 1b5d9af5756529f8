#include "cli/device_add.h"

#include <inttypes.h>
#include <string.h>

#include "base/workers.h"
#include "case/shell_word.h"
#include "record/device.h"
#include "record/vault.h"
#include "schema/code.h"
#include "schema/quote.h"
#include "schema/value.h"
#include "store/statements.h"

/* The highest number that stands in a code of this kind, where it is above `highest`. */
static bool look_at_codes(struct session *session, const char *kind, int64_t *highest,
                          struct error *error) {
    const struct table *table = tables_find(&session->tables, kind);
    const struct schema_field *code = schema_code_field(table->schema);
    struct query *query;
    bool row, done;
    int column = 0;
    while (strcmp(table_column_name(table, column), code->name) != 0) column++;
    if (!query_open(session->tables.store, &table->rows, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        int64_t number;
        if (!query_is_null(query, column) &&
            code_number(table->schema->code_pattern, query_text(query, column), &number) &&
            number > *highest)
            *highest = number;
    }
    query_close(query);
    return done;
}

/* Ranges begin behind a multiple of their length, which people remember more easily. */
static bool choose_range(struct session *session, const struct device_list *list,
                         const struct device_options *options, struct device_range *range,
                         struct error *error) {
    static const char *const KINDS[] = {"remains", "grave", "element", "belonging", "document"};
    int64_t highest = 0;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (!look_at_codes(session, KINDS[i], &highest, error)) return false;
    for (size_t i = 0; i < list->count; i++)
        if (list->range[i].last > highest) highest = list->range[i].last;
    int64_t before = (highest + options->numbers - 1) / options->numbers * options->numbers;
    if (before == 0) before = options->numbers; /* the main copy gives numbers too */
    range->first = before + 1;
    range->last = before + options->numbers;
    return range->last <= DEVICE_NUMBER_MOST ||
           error_set(error, ERROR_TOO_LARGE, "behind %" PRId64 " there are no %" PRId64
                     " numbers left", highest, options->numbers);
}

/* The newest entry about the investigation. */
static bool read_newest(struct session *session, struct identifier *out_rec, json_t **out_fields,
                        struct device_list *out_list, struct error *error) {
    struct investigation *investigation = &session->investigation;
    struct vault_contents contents;
    struct log_line line;
    uint64_t index;
    bool found;
    *out_list = (struct device_list){0};
    if (!device_list_read(session->arena, &investigation->digester, investigation->store, out_list,
                          error) ||
        !log_find(investigation->store, &out_list->leaf, UINT64_MAX >> 1, &found, &index, error))
        return false;
    if (!found) return error_set(error, ERROR_CORRUPT, "the record says nothing of itself");
    if (!log_read(session->arena, investigation->store, index, &line, error) ||
        !vault_load(session->arena, &investigation->digester, investigation->store, &line,
                    &contents, error))
        return false;
    *out_rec = line.entry.rec;
    *out_fields = contents.fields;
    return true;
}

static void put_device(json_t *fields, const char *name, const struct device_range *range) {
    json_t *devices = json_object_get(fields, "devices");
    if (!json_is_array(devices)) {
        devices = json_array();
        json_object_set_new(fields, "devices", devices);
    }
    json_array_append_new(devices,
                          json_pack("{s:s,s:I,s:I}", "name", name, "first",
                                    (json_int_t)range->first, "last", (json_int_t)range->last));
}

static bool put_reason(struct session *session, const char *reason, json_t *fields,
                       struct error *error) {
    const struct schema_field *field =
        schema_field_find(schema_find("investigation"), "reason");
    json_t *value = NULL;
    json_object_del(fields, "recorded");
    if (!value_read(session->arena, field, reason ? reason : "a device", &value, error))
        return false;
    return json_object_set_new(fields, "reason", value) == 0;
}

static bool append(struct session *session, const struct device_options *options,
                   const struct identifier *rec, const json_t *fields, struct receipt *out_receipt,
                   struct error *error) {
    struct session_signer signer = {0};
    if (!session_signer_open(session, options->as, 1U << USER_ADMINISTRATOR, &signer, error))
        return false;
    struct draft_signer signed_by = session_draft_signer(&signer);
    struct draft draft = {.schema = schema_find("investigation"),
                          .rec = *rec,
                          .revises = true,
                          .fields = fields,
                          .signers = &signed_by,
                          .signer_count = 1};
    struct append_batch batch = {.drafts = &draft, .count = 1};
    bool done = session_append(session, &batch, out_receipt, NULL, error);
    session_signer_close(&signer);
    return done;
}

static void tell(const struct session *session, const char *name, const struct device_range *range,
                 const struct receipt *receipt, struct buffer *out) {
    const char *folder = shell_word(session->arena, session->investigation.path);
    const char *copy = shell_word(session->arena, arena_format(session->arena, "%s.cairn", name));
    const char *word = shell_word(session->arena, name);
    buffer_format(out, "entry %" PRIu64 ": the device %s gives the numbers %" PRId64 " to %" PRId64
                  "\n\nnext: copy the folder to the device, while nothing writes in it: cp -a %s "
                  "%s\nthen, on the device: cairn device %s use %s\n", receipt->index,
                  quote(name).text, range->first, range->last, folder, copy, copy, word);
}

bool device_add(struct session *session, const struct device_options *options, const char *name,
                struct buffer *out, struct error *error) {
    struct identifier rec;
    struct device_list list;
    struct device_range range = {0};
    struct receipt receipt;
    json_t *fields;
    if (!device_is_main(&session->investigation, "devices are added", error) ||
        !session_is_declared(session, error) || !session_read_tables(session, NULL, false, error) ||
        !read_newest(session, &rec, &fields, &list, error))
        return false;
    bool done = !device_find(&list, name) ||
                error_set(error, ERROR_CONFLICT, "there is a device %s already", quote(name).text);
    done = done && choose_range(session, &list, options, &range, error);
    if (done) {
        put_device(fields, name, &range);
        done = put_reason(session, options->reason, fields, error);
        draft_put_recorded(schema_find("investigation"), fields);
    }
    done = done && append(session, options, &rec, fields, &receipt, error);
    json_decref(fields);
    if (done) tell(session, name, &range, &receipt, out);
    return done;
}
