#include "record/device.h"

#include <inttypes.h>
#include <string.h>

#include "record/vault.h"
#include "schema/code.h"
#include "schema/quote.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ the list */

static void take_ranges(struct arena *arena, const json_t *fields, struct device_list *list) {
    json_t *rows = json_object_get(fields, "devices"), *row;
    size_t i, count = json_array_size(rows);
    if (count > DEVICES_MOST) count = DEVICES_MOST;
    struct device_range *range = arena_new(arena, struct device_range, count);
    json_array_foreach(rows, i, row) {
        if (i == count) break;
        const char *name = json_string_value(json_object_get(row, "name"));
        range[i] = (struct device_range){
            .name = name ? arena_copy(arena, name) : "",
            .first = (int64_t)json_integer_value(json_object_get(row, "first")),
            .last = (int64_t)json_integer_value(json_object_get(row, "last"))};
    }
    list->count = count;
    list->range = range;
}

static bool read_list(struct arena *arena, struct digester *digester, struct store *store,
                      uint64_t index, struct device_list *list, struct error *error) {
    struct log_line line;
    struct vault_contents contents;
    if (!log_read(arena, store, index, &line, error) ||
        !vault_load(arena, digester, store, &line, &contents, error))
        return false;
    take_ranges(arena, contents.fields, list);
    list->leaf = line.leaf;
    json_decref(contents.fields);
    return true;
}

bool device_list_read(struct arena *arena, struct digester *digester, struct store *store,
                      struct device_list *list, struct error *error) {
    struct query *query;
    bool row, same = true;
    uint64_t index = 0;
    size_t size = 0;
    if (!query_open(store, &LOG_NEWEST_OF_KIND, &query, error)) return false;
    query_bind_text(query, 1, "investigation");
    bool done = query_step(query, &row, error);
    if (done && row) {
        index = (uint64_t)query_int(query, 0);
        const void *leaf = query_blob(query, 1, &size);
        same = size == DIGEST_SIZE && !memcmp(leaf, list->leaf.byte, DIGEST_SIZE);
    }
    query_close(query);
    return done && (same || read_list(arena, digester, store, index, list, error));
}

const struct device_range *device_find(const struct device_list *list, const char *name) {
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->range[i].name, name)) return &list->range[i];
    return NULL;
}

/* ------------------------------------------------------------------ numbers */

static bool is_numbered(const char *kind) {
    static const char *const KINDS[] = {"remains", "grave", "element", "belonging", "document"};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (!strcmp(kind, KINDS[i])) return true;
    return false;
}

bool device_check_code(const struct device_list *list, const char *device,
                       const struct schema *schema, const char *code, struct error *error) {
    int64_t number;
    if (!is_numbered(schema->kind) || !schema->code_pattern ||
        !code_number(schema->code_pattern, code, &number))
        return true;
    for (size_t i = 0; i < list->count; i++) {
        const struct device_range *range = &list->range[i];
        bool own = device && !strcmp(range->name, device);
        bool within = number >= range->first && number <= range->last;
        if (own && !within)
            return error_set(error, ERROR_BAD_INPUT, "%s: on this copy, the device %s, new numbers "
                             "are from %" PRId64 " to %" PRId64, quote(code).text,
                             quote(device).text, range->first, range->last);
        if (!device && within)
            return error_set(error, ERROR_BAD_INPUT, "%s: the numbers from %" PRId64 " to %" PRId64
                             " are given by the device %s alone", quote(code).text, range->first,
                             range->last, quote(range->name).text);
    }
    return !device || device_find(list, device) ||
           error_set(error, ERROR_BAD_INPUT, "%s: the record gives the device %s no numbers",
                     quote(code).text, quote(device).text);
}

/* ------------------------------------------------------------------ what is the main copy's */

const char *device_remark(const struct investigation *investigation, uint64_t index) {
    return index < investigation->confirmed ? "" : ", not yet in the record";
}

bool device_is_main(const struct investigation *investigation, const char *what,
                    struct error *error) {
    return !investigation->device ||
           error_set(error, ERROR_DENIED, "%s is the device %s: %s on the main copy alone",
                     investigation->path, quote(investigation->device).text, what);
}

bool device_may_append(const struct investigation *investigation, const char *kind,
                       struct error *error) {
    static const struct {
        const char *kind, *what;
    } MAIN[] = {
        {"user", "users are made and changed"},
        {"key", "keys are given and ended"},
        {"schema", "declarations are entered"},
        {"investigation", "what is said of the investigation is changed"},
        {"accept", "entries are accepted"},
        /* It names a size and a root that only the main copy's log has. */
        {"comparison", "comparisons are recorded"},
    };
    for (size_t i = 0; investigation->device && i < sizeof MAIN / sizeof *MAIN; i++)
        if (!strcmp(kind, MAIN[i].kind)) return device_is_main(investigation, MAIN[i].what, error);
    return true;
}
