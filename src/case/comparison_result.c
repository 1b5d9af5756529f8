#include "case/comparison_result.h"

#include <math.h>
#include <string.h>

#include "base/files.h"
#include "case/record_rows.h"
#include "store/statements.h"

enum { RESULT_MOST = 1 << 30 };

static double number_of(const json_t *object, const char *name, double none) {
    const json_t *value = json_object_get(object, name);
    return json_is_number(value) ? json_number_value(value) : none;
}

static const char *text_of(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* Of everybody who may lie there; by sex it is an object of two. */
static double total_of(const json_t *prior) {
    const json_t *total = json_object_get(prior, "missing_total");
    if (json_is_object(total)) return number_of(total, "M", 0) + number_of(total, "F", 0);
    return json_is_number(total) ? json_number_value(total) : NAN;
}

static json_t *index_individuals(const json_t *root) {
    json_t *index = json_object();
    const json_t *list = json_object_get(root, "individuals");
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *codes = json_array_get(list, i);
        for (size_t c = 0; c < json_array_size(codes); c++) {
            const char *code = json_string_value(json_array_get(codes, c));
            if (code) json_object_set(index, code, codes);
        }
    }
    return index;
}

/* The lines of a list by remains and person. */
static json_t *index_pairs(const json_t *root, const char *name) {
    json_t *index = json_object();
    const json_t *list = json_object_get(root, name);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *line = json_array_get(list, i);
        const char *remains = text_of(line, "remains");
        json_t *persons = json_object_get(index, remains);
        if (!persons) {
            persons = json_object();
            json_object_set_new(index, remains, persons);
        }
        json_object_set(persons, text_of(line, "person"), line);
    }
    return index;
}

bool comparison_result_read(struct arena *arena, struct digester *digester,
                            const struct comparison *comparison,
                            struct comparison_result *out_result, struct error *error) {
    char *bytes;
    size_t size;
    unsigned long long index = comparison->line.index;
    if (!comparison->result_path)
        return error_set(error, ERROR_NOT_FOUND, "the result of comparison %llu is not kept here "
                         "any more: run cairn identify again", index);
    if (!files_read(arena, comparison->result_path, RESULT_MOST, &bytes, &size, error))
        return false;
    struct digest digest = digest_of(digester, bytes, size);
    json_t *root = digest_equal(&digest, &comparison->basis.result)
                       ? json_loadb(bytes, size, JSON_REJECT_DUPLICATES, NULL)
                       : NULL;
    if (!root)
        return error_set(error, ERROR_CORRUPT, "the result of comparison %llu is not the one that "
                         "its entry names; run cairn verify", index);
    const json_t *prior = json_object_get(root, "prior");
    *out_result = (struct comparison_result){
        .comparison = comparison,
        .root = root,
        .individual = index_individuals(root),
        .pairwise = index_pairs(root, "pairwise"),
        .posterior = index_pairs(root, "posterior"),
        .incident = strcmp(text_of(prior, "kind"), "incident") == 0,
        .missing_total = total_of(prior),
        .theta = number_of(root, "theta", 0),
        .bound = number_of(root, "bound", NAN),
    };
    return true;
}

void comparison_result_close(struct comparison_result *result) {
    json_decref(result->individual);
    json_decref(result->pairwise);
    json_decref(result->posterior);
    json_decref(result->root);
    *result = (struct comparison_result){0};
}

const json_t *comparison_result_individual(const struct comparison_result *result,
                                           const char *code) {
    return json_object_get(result->individual, code);
}

bool comparison_result_pair(const struct comparison_result *result, const char *code,
                            const char *person, struct comparison_pair *out_pair) {
    const json_t *codes = comparison_result_individual(result, code);
    const char *first = json_string_value(json_array_get(codes, 0));
    const json_t *line =
        first ? json_object_get(json_object_get(result->pairwise, first), person) : NULL;
    if (!line) return false;
    const json_t *weighed = json_object_get(json_object_get(result->posterior, first), person);
    *out_pair = (struct comparison_pair){
        .person = text_of(line, "person"),
        .family = text_of(line, "family"),
        .log10_lr = number_of(line, "log10_lr", -INFINITY),
        .loci = (int)number_of(line, "loci", 0),
        .exclusions = (int)number_of(line, "exclusions", 0),
        .posterior = number_of(weighed, "p", 0),
    };
    return true;
}

double comparison_result_sure(const struct comparison_result *result,
                              const struct comparison_pair *pair) {
    return pair->posterior * (1 - (isnan(result->bound) ? 0 : result->bound));
}

bool comparison_newest(struct arena *arena, const struct investigation *investigation,
                       const struct tables *tables, struct comparison *out_comparison,
                       struct error *error) {
    const struct table *table = tables_find(tables, "comparison");
    struct query *query;
    bool row = false, good;
    int64_t newest = -1;
    *out_comparison = (struct comparison){0};
    if (!table) return true;
    if (!query_open(tables->store, &table->rows, &query, error)) return false;
    while ((good = query_step(query, &row, error)) && row)
        newest = query_int(query, TABLE_LEAF_INDEX);
    query_close(query);
    return good && (newest < 0 ||
                    comparison_read(arena, investigation,
                                    arena_format(arena, "#%lld", (long long)newest),
                                    out_comparison, error));
}

bool comparison_changes_since(const struct tables *tables, uint64_t size, int *out_count,
                              struct error *error) {
    struct query *query;
    bool row = false, good;
    int count = 0;
    if (!query_open(tables->store, &HEADS_ALL, &query, error)) return false;
    while ((good = query_step(query, &row, error)) && row)
        count += query_int(query, 0) >= (int64_t)size &&
                 record_rows_kind(query_text(query, 2)) >= 0;
    query_close(query);
    if (good) *out_count = count;
    return good;
}
