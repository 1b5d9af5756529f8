#include "case/comparison_result.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
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

/* ------------------------------------------------------------------ reading */

/* A result while it is read. Its long lists have a line a pair, and are read line by line: all of
 * it at once would take many times its room. What is left is read as a whole. */
struct reading_result {
    struct arena *arena;
    struct comparison_result *result;
    struct buffer rest;
    size_t pair_capacity, person_capacity;
    json_t *person; /* id → place in the list */
    size_t at;      /* in lists that follow the order of the pairs */
    bool begun;     /* an assignment was read: the best */
};

static bool add_pair(struct reading_result *reading, const json_t *line) {
    struct comparison_result *result = reading->result;
    const char *id = text_of(line, "person");
    const json_t *known = json_object_get(reading->person, id);
    int person = known ? (int)json_integer_value(known) : result->persons;
    if (!known) {
        result->person = arena_grow(reading->arena, result->person, (size_t)result->persons,
                                    &reading->person_capacity, sizeof *result->person);
        result->person[result->persons++] = (struct comparison_person){
            arena_copy(reading->arena, id), arena_copy(reading->arena, text_of(line, "family"))};
        json_object_set_new(reading->person, id, json_integer(person));
    }
    int individual = names_find(&result->codes, text_of(line, "remains"));
    if (individual < 0) return false;
    result->pair = arena_grow(reading->arena, result->pair, result->pairs, &reading->pair_capacity,
                              sizeof *result->pair);
    result->pair[result->pairs++] =
        (struct comparison_pair){.individual = individual,
                                 .person = person,
                                 .loci = (int)number_of(line, "loci", 0),
                                 .exclusions = (int)number_of(line, "exclusions", 0),
                                 .log10_lr = number_of(line, "log10_lr", -INFINITY),
                                 .log10_glr = NAN};
    return true;
}

/* The pair of a line of a list that follows the order of the pairs, or leaves some out. */
static struct comparison_pair *next_pair(struct reading_result *reading, const json_t *line) {
    struct comparison_result *result = reading->result;
    const json_t *person = json_object_get(reading->person, text_of(line, "person"));
    int individual = names_find(&result->codes, text_of(line, "remains"));
    for (; person && reading->at < result->pairs; reading->at++) {
        struct comparison_pair *pair = &result->pair[reading->at];
        if (pair->individual == individual && pair->person == json_integer_value(person))
            return pair;
    }
    return NULL;
}

static bool add_posterior(struct reading_result *reading, const json_t *line) {
    struct comparison_pair *pair = next_pair(reading, line);
    if (pair) pair->posterior = number_of(line, "p", 0);
    return pair;
}

static bool add_glr(struct reading_result *reading, const json_t *line) {
    struct comparison_pair *pair = next_pair(reading, line);
    if (pair) pair->log10_glr = number_of(line, "log10_glr", -INFINITY);
    return pair;
}

static bool add_undisputed(struct reading_result *reading, const json_t *line) {
    struct comparison_pair *pair = next_pair(reading, line);
    if (pair) pair->undisputed = true;
    return pair;
}

static bool add_excluded(struct reading_result *reading, const json_t *line) {
    struct comparison_pair *pair = next_pair(reading, line);
    if (pair) pair->excluded = true;
    return pair;
}

/* The best comes first, and is the only one that is kept. */
static bool add_assignment(struct reading_result *reading, const json_t *line) {
    struct comparison_result *result = reading->result;
    const json_t *assignment = json_object_get(line, "assignment");
    if (reading->begun) return true;
    reading->begun = true;
    for (int i = 0; i < result->individuals; i++) {
        const char *id =
            json_string_value(json_object_get(assignment, result->individual[i].code[0]));
        const json_t *person = id ? json_object_get(reading->person, id) : NULL;
        if (person) result->individual[i].best = (int)json_integer_value(person);
    }
    return true;
}

static const struct {
    const char *name;
    bool (*add)(struct reading_result *reading, const json_t *line);
} LISTS[] = {
    {"pairwise", add_pair}, {"joint", add_assignment},      {"posterior", add_posterior},
    {"glr", add_glr},       {"undisputed", add_undisputed}, {"excluded", add_excluded},
};

enum { LIST_COUNT = sizeof LISTS / sizeof *LISTS };

/* The list that a line begins: ` "glr": [`; LIST_COUNT: none. */
static int list_of(const char *line, size_t length) {
    for (int i = 0; i < LIST_COUNT; i++) {
        size_t size = strlen(LISTS[i].name);
        if (length == size + 6 && !memcmp(line, " \"", 2) &&
            !memcmp(line + 2, LISTS[i].name, size) && !memcmp(line + 2 + size, "\": [", 4))
            return i;
    }
    return LIST_COUNT;
}

static bool add_line(struct reading_result *reading, int list, const char *line, size_t length) {
    if (length && line[length - 1] == ',') length--;
    json_t *value = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    bool good = value && LISTS[list].add(reading, value);
    json_decref(value);
    return good;
}

/* Goes through all lines. `lists`: through those of the long lists; else those of the rest are
 * collected. */
static bool each_line(struct reading_result *reading, const char *bytes, size_t size, bool lists) {
    int list = LIST_COUNT;
    for (const char *at = bytes, *end = bytes + size; at < end;) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((next ? next : end) - at);
        bool ends = list < LIST_COUNT && length >= 2 && !memcmp(at, " ]", 2);
        if (list < LIST_COUNT && !ends) {
            if (lists && !add_line(reading, list, at, length)) return false;
        } else {
            if (!lists) {
                buffer_add(&reading->rest, at, length);
                buffer_add_text(&reading->rest, "\n");
            }
            list = ends ? LIST_COUNT : list_of(at, length);
            if (list < LIST_COUNT) reading->at = 0;
        }
        at += length + 1;
    }
    return true;
}

static bool take_individuals(struct reading_result *reading) {
    struct comparison_result *result = reading->result;
    const json_t *list = json_object_get(result->root, "individuals");
    struct arena *arena = reading->arena;
    result->individuals = (int)json_array_size(list);
    result->individual = arena_new(arena, struct comparison_individual, result->individuals + 1);
    const char **first = arena_new(arena, const char *, result->individuals);
    for (int i = 0; i < result->individuals; i++) {
        const json_t *codes = json_array_get(list, (size_t)i);
        struct comparison_individual *one = &result->individual[i];
        one->count = (int)json_array_size(codes);
        one->code = arena_new(arena, const char *, one->count);
        one->best = -1;
        for (int c = 0; c < one->count; c++)
            one->code[c] = json_string_value(json_array_get(codes, (size_t)c));
        if (!one->count || !one->code[0]) return false;
        first[i] = one->code[0];
    }
    result->codes = names_make(arena, result->individuals, first, NAMES_EXACT);
    return true;
}

/* Where each individual's pairs begin, which must stand together. */
static bool index_pairs(struct comparison_result *result) {
    size_t at = 0;
    for (int i = 0; i <= result->individuals; i++) {
        result->individual[i].first = at;
        while (at < result->pairs && result->pair[at].individual == i) at++;
    }
    return at == result->pairs;
}

/* Every code leads to its individual, also those that it does not go by. */
static void index_names(struct reading_result *reading) {
    struct comparison_result *result = reading->result;
    struct arena *arena = reading->arena;
    int count = 0;
    for (int i = 0; i < result->individuals; i++) count += result->individual[i].count;
    const char **code = arena_new(arena, const char *, count);
    result->of_code = arena_new(arena, int, count);
    count = 0;
    for (int i = 0; i < result->individuals; i++)
        for (int c = 0; c < result->individual[i].count; c++) {
            code[count] = result->individual[i].code[c];
            result->of_code[count++] = i;
        }
    result->codes = names_make(arena, count, code, NAMES_EXACT);
    const char **id = arena_new(arena, const char *, result->persons);
    for (int j = 0; j < result->persons; j++) id[j] = result->person[j].id;
    result->ids = names_make(arena, result->persons, id, NAMES_EXACT);
}

static bool read_result(struct reading_result *reading, const char *bytes, size_t size) {
    struct comparison_result *result = reading->result;
    (void)!each_line(reading, bytes, size, false);
    result->root =
        json_loadb(buffer_text(&reading->rest), reading->rest.size, JSON_REJECT_DUPLICATES, NULL);
    if (!result->root || !take_individuals(reading) || !each_line(reading, bytes, size, true) ||
        !index_pairs(result))
        return false;
    index_names(reading);
    return true;
}

bool comparison_result_bytes(struct arena *arena, struct digester *digester,
                             const struct comparison *comparison, char **out_bytes,
                             size_t *out_size, struct error *error) {
    unsigned long long index = comparison->line.index;
    if (!comparison->result_path)
        return error_set(error, ERROR_NOT_FOUND,
                         "the result of comparison %llu is not kept here "
                         "any more: run cairn identify again",
                         index);
    if (!files_read(arena, comparison->result_path, RESULT_MOST, out_bytes, out_size, error))
        return false;
    struct digest digest = digest_of(digester, *out_bytes, *out_size);
    return digest_equal(&digest, &comparison->basis.result) ||
           error_set(error, ERROR_CORRUPT,
                     "the result of comparison %llu is not the one that its "
                     "entry names; run cairn verify",
                     index);
}

bool comparison_result_read(struct arena *arena, struct digester *digester,
                            const struct comparison *comparison,
                            struct comparison_result *out_result, struct error *error) {
    struct arena text;
    struct comparison_result result = {.comparison = comparison};
    struct reading_result reading = {.arena = arena, .result = &result, .person = json_object()};
    char *bytes;
    size_t size;
    arena_open(&text, 0);
    bool done = comparison_result_bytes(&text, digester, comparison, &bytes, &size, error) &&
                (read_result(&reading, bytes, size) ||
                 error_set(error, ERROR_CORRUPT,
                           "the result of comparison %llu is not laid out as "
                           "this program has it: run cairn identify again",
                           (unsigned long long)comparison->line.index));
    arena_close(&text);
    buffer_close(&reading.rest);
    json_decref(reading.person);
    if (!done) {
        comparison_result_close(&result);
        return false;
    }
    const json_t *prior = json_object_get(result.root, "prior");
    result.incident = strcmp(text_of(prior, "kind"), "incident") == 0;
    result.missing_total = total_of(prior);
    result.theta = number_of(result.root, "theta", 0);
    result.bound = number_of(result.root, "bound", NAN);
    *out_result = result;
    return true;
}

void comparison_result_close(struct comparison_result *result) {
    json_decref(result->root);
    *result = (struct comparison_result){0};
}

/* ------------------------------------------------------------------ asking it */

const struct comparison_individual *
comparison_result_individual(const struct comparison_result *result, const char *code) {
    int at = names_find(&result->codes, code);
    return at < 0 ? NULL : &result->individual[result->of_code[at]];
}

const struct comparison_pair *comparison_result_pair(const struct comparison_result *result,
                                                     const char *code, const char *person) {
    const struct comparison_individual *one = comparison_result_individual(result, code);
    int id = names_find(&result->ids, person);
    for (size_t p = one ? one->first : 0; one && p < one[1].first; p++)
        if (result->pair[p].person == id) return &result->pair[p];
    return NULL;
}

const char *comparison_result_code(const struct comparison_result *result, int individual) {
    return result->individual[individual].code[0];
}

const struct comparison_person *comparison_result_person(const struct comparison_result *result,
                                                         const struct comparison_pair *pair) {
    return &result->person[pair->person];
}

double comparison_result_sure(const struct comparison_result *result,
                              const struct comparison_pair *pair) {
    return pair->posterior * (1 - (isnan(result->bound) ? 0 : result->bound));
}

/* ------------------------------------------------------------------ of the record */

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
    return good && (newest < 0 || comparison_read(arena, investigation,
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
        count +=
            query_int(query, 0) >= (int64_t)size && record_rows_kind(query_text(query, 2)) >= 0;
    query_close(query);
    if (good) *out_count = count;
    return good;
}
