#define _GNU_SOURCE /* memmem */
#include "case/count_individuals.h"

#include <string.h>

#include "base/files.h"

enum { RESULT_MOST = 1 << 30 };

/* As base/json.h writes the member; within a text its quotes would stand behind backslashes. */
static const char MEMBER[] = "\"individuals\": ";

static const char *const *codes_of(struct arena *arena, const json_t *list) {
    size_t count = json_array_size(list);
    const char **code = arena_new(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        code[i] = arena_copy(arena, text ? text : "");
    }
    return code;
}

/* Of a result only this list is read: it is a thousandth of it. */
static bool read_list(struct arena *arena, const char *bytes, size_t size,
                      struct count_individuals *individuals) {
    const char *at = memmem(bytes, size, MEMBER, sizeof MEMBER - 1);
    if (!at) return false;
    at += sizeof MEMBER - 1;
    json_t *list = json_loadb(at, size - (size_t)(at - bytes), JSON_DISABLE_EOF_CHECK, NULL);
    bool good = json_is_array(list);
    individuals->count = (int)json_array_size(list);
    individuals->code = arena_new(arena, const char *const *, individuals->count);
    for (int i = 0; i < individuals->count; i++)
        individuals->code[i] = codes_of(arena, json_array_get(list, (size_t)i));
    json_decref(list);
    return good;
}

static bool read_result(struct arena *arena, struct digester *digester,
                        const struct comparison *comparison,
                        struct count_individuals *individuals, struct error *error) {
    struct arena apart; /* the result is not kept beside what is counted */
    char *bytes;
    size_t size;
    arena_open(&apart, 0);
    bool good = files_read(&apart, comparison->result_path, RESULT_MOST, &bytes, &size, error);
    if (good) {
        struct digest digest = digest_of(digester, bytes, size);
        good = (digest_equal(&digest, &comparison->basis.result) &&
                read_list(arena, bytes, size, individuals)) ||
               error_set(error, ERROR_CORRUPT, "the result of comparison %llu is not the one that "
                         "its entry names; run cairn verify",
                         (unsigned long long)comparison->line.index);
    }
    arena_close(&apart);
    return good;
}

bool count_individuals_read(struct arena *arena, const struct investigation *investigation,
                            const struct tables *tables, struct digester *digester,
                            struct count_individuals *out_individuals, struct error *error) {
    struct comparison comparison;
    struct count_individuals individuals = {.comparison = -1};
    if (!comparison_newest(arena, investigation, tables, &comparison, error)) return false;
    if (comparison.line.bytes) {
        individuals.comparison = (int64_t)comparison.line.index;
        individuals.kept = comparison.result_path != NULL;
        if (!comparison_changes_since(tables, comparison.basis.log_size, &individuals.changes,
                                      error) ||
            (individuals.kept &&
             !read_result(arena, digester, &comparison, &individuals, error)))
            return false;
    }
    *out_individuals = individuals;
    return true;
}
