#include "case/decision_parts.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "case/probability_text.h"

/* A proposal while it is filled in. */
struct proposing {
    struct arena *arena;
    const struct decision_basis *basis;
    struct decision_names *names;
    json_t *fields;
    const struct comparison_pair *pair; /* that the comparison has of them; NULL: none */
    struct error *error;
};

static void put_text(json_t *fields, const char *name, const char *text) {
    if (text && !json_object_get(fields, name))
        json_object_set_new(fields, name, json_string(text));
}

static void put_number(json_t *fields, const char *name, double number) {
    if (isfinite(number)) put_text(fields, name, decimal_of(number).text);
}

/* ------------------------------------------------------------------ individuals */

/* Remains that the comparison takes as one person are proposed together. */
static bool add_individual(struct proposing *proposing) {
    const struct comparison_result *result = proposing->basis->result;
    struct decision_names *names = proposing->names;
    int given = names->count;
    for (int i = 0; i < given; i++) {
        const struct comparison_individual *one =
            comparison_result_individual(result, names->remains[i]);
        for (int c = 0; one && c < one->count; c++)
            if (!decision_add_remains(proposing->arena, proposing->basis->tables, one->code[c],
                                      names, proposing->error))
                return false;
    }
    return true;
}

/* The pair of the first of the remains that was compared with the person. Remains of one person
 * that the comparison has as several individuals each have their own; it is the strongest. */
static void find_pair(struct proposing *proposing) {
    const struct decision_names *names = proposing->names;
    for (int i = 0; i < names->count; i++) {
        const struct comparison_pair *pair = comparison_result_pair(
            proposing->basis->result, names->remains[i], names->person);
        if (!pair || (proposing->pair && pair->posterior <= proposing->pair->posterior)) continue;
        proposing->pair = pair;
    }
}

/* ------------------------------------------------------------------ lines of evidence */

static const char *dna_verdict(const struct proposing *proposing) {
    const struct comparison_result *result = proposing->basis->result;
    const struct comparison_pair *pair = proposing->pair;
    if (result->incident &&
        comparison_result_sure(result, pair) >= proposing->basis->decisions->threshold)
        return "supports";
    if (pair->log10_lr == -INFINITY) return "excludes";
    return pair->log10_lr < 0 ? "contradicts" : "neutral";
}

/* Others that some of the remains may be one person with. */
static const char *doubts(const struct proposing *proposing) {
    const json_t *list = json_object_get(proposing->basis->result->root, "doubts");
    const struct decision_names *names = proposing->names;
    const char *text = "";
    for (size_t d = 0; d < json_array_size(list); d++) {
        const json_t *pair = json_object_get(json_array_get(list, d), "remains");
        for (int side = 0; side < 2; side++) {
            const char *own = json_string_value(json_array_get(pair, (size_t)side));
            const char *other = json_string_value(json_array_get(pair, (size_t)!side));
            bool named = false, known = false;
            for (int i = 0; own && other && i < names->count; i++) {
                named = named || strcmp(own, names->remains[i]) == 0;
                known = known || strcmp(other, names->remains[i]) == 0;
            }
            if (named && !known)
                text = arena_format(proposing->arena, "%s; unclear whether %s is the same person "
                                    "as %s", text, own, other);
        }
    }
    return text;
}

static json_t *dna_line(const struct proposing *proposing) {
    const struct comparison_pair *pair = proposing->pair;
    const struct comparison_result *result = proposing->basis->result;
    json_t *line = json_object();
    const char *ratio = pair->log10_lr == -INFINITY
                            ? "likelihood ratio 0"
                            : arena_format(proposing->arena, "log10 of the likelihood ratio %.2f",
                                           pair->log10_lr);
    put_text(line, "line", "dna");
    put_text(line, "says", dna_verdict(proposing));
    put_text(line, "note",
             arena_format(proposing->arena,
                          "comparison %llu: posterior %s, %s, %d loci compared, %d impossible "
                          "without mutation or drop-out%s%s",
                          (unsigned long long)result->comparison->line.index,
                          probability_text(proposing->arena, pair->posterior), ratio, pair->loci,
                          pair->exclusions,
                          isnan(result->bound) ? "; what the sum left out is not proved" : "",
                          doubts(proposing)));
    return line;
}

static json_t *find_line(const json_t *lines, const char *name) {
    for (size_t i = 0; i < json_array_size(lines); i++) {
        json_t *line = json_array_get(lines, i);
        const char *own = json_string_value(json_object_get(line, "line"));
        if (own && strcmp(own, name) == 0) return line;
    }
    return NULL;
}

static bool supports(const json_t *line) {
    const char *says = json_string_value(json_object_get(line, "says"));
    return says && strcmp(says, "supports") == 0;
}

/* What may identify by itself (INTERPOL DVI guide: primary identifiers). */
static const char *const PRIMARY[] = {"dna", "fingerprint", "dental", "implant_serial"};

static bool is_supported(const json_t *lines) {
    for (size_t p = 0; p < sizeof PRIMARY / sizeof *PRIMARY; p++)
        if (supports(find_line(lines, PRIMARY[p]))) return true;
    return false;
}

/* Why not, in numbers where there are any. */
static bool refuse_unsupported(const struct proposing *proposing) {
    const struct comparison_result *result = proposing->basis->result;
    static const char ELSE[] = "name another line that identifies by itself: lines=\"dental | "
                               "supports | who judged it | why\"";
    if (!result->comparison)
        return error_set(proposing->error, ERROR_DENIED, "no comparison is recorded, so there is "
                         "no DNA for it: run cairn identify, or %s", ELSE);
    if (!proposing->pair)
        return error_set(proposing->error, ERROR_DENIED, "they were not compared in comparison "
                         "%llu (another sex, no profile, or nobody akin typed): %s",
                         (unsigned long long)result->comparison->line.index, ELSE);
    if (!result->incident)
        return error_set(proposing->error, ERROR_DENIED, "comparison %llu was run with the flat "
                         "prior, on which nobody is proposed: run cairn identify without --prior "
                         "flat", (unsigned long long)result->comparison->line.index);
    return error_set(proposing->error, ERROR_DENIED, "the posterior is %s, and the threshold %s: "
                     "%s", probability_text(proposing->arena,
                                            comparison_result_sure(result, proposing->pair)),
                     decimal_of(proposing->basis->decisions->threshold).text, ELSE);
}

static bool put_lines(struct proposing *proposing) {
    json_t *lines = json_object_get(proposing->fields, "lines");
    if (!lines) {
        lines = json_array();
        json_object_set_new(proposing->fields, "lines", lines);
    }
    json_t *dna = find_line(lines, "dna");
    if (!dna && proposing->pair) json_array_insert_new(lines, 0, dna_line(proposing));
    if (supports(dna) &&
        (!proposing->pair || strcmp(dna_verdict(proposing), "supports") != 0))
        return refuse_unsupported(proposing);
    return is_supported(lines) || refuse_unsupported(proposing);
}

/* ------------------------------------------------------------------ numbers */

/* Who counted the missing, where the record's own number was used. */
static bool find_source(struct proposing *proposing, const char **out_source) {
    const struct table *table = tables_find(proposing->basis->tables, "parameters");
    struct query *query;
    bool row = false, good;
    *out_source = NULL;
    if (!table) return true;
    if (!query_open(proposing->basis->tables->store, &table->rows, &query, proposing->error))
        return false;
    while ((good = query_step(query, &row, proposing->error)) && row) {
        json_t *fields = json_object();
        good = tables_fields(table, query, fields, proposing->error);
        const char *name = json_string_value(json_object_get(fields, "name"));
        const char *value = json_string_value(json_object_get(fields, "value"));
        const char *source = json_string_value(json_object_get(fields, "source"));
        if (good && name && value && source && strcmp(name, "missing_total") == 0 &&
            proposing->basis->result->comparison->missing_total &&
            strcmp(value, proposing->basis->result->comparison->missing_total) == 0)
            *out_source = arena_copy(proposing->arena, source);
        json_decref(fields);
        if (!good) break;
    }
    query_close(query);
    return good;
}

static bool put_numbers(struct proposing *proposing) {
    const struct comparison_result *result = proposing->basis->result;
    const struct comparison_pair *pair = proposing->pair;
    struct arena *arena = proposing->arena;
    json_t *fields = proposing->fields;
    const char *source, *family = comparison_result_person(result, pair)->family;
    if (!find_source(proposing, &source)) return false;
    const char *total = result->comparison->missing_total;
    put_text(fields, "comparison", result->comparison->line.entry.rec.text);
    put_text(fields, "hypothesis_1",
             arena_format(arena, "the remains %s are those of %s, as family %s is declared",
                          proposing->names->remains_text, proposing->names->person,
                          family));
    put_text(fields, "hypothesis_2",
             arena_format(arena, "the remains %s are those of somebody unrelated to family %s",
                          proposing->names->remains_text, family));
    put_number(fields, "log10_lr", pair->log10_lr);
    json_object_set_new(fields, "loci", json_integer(pair->loci));
    put_text(fields, "frequency_table",
             arena_format(arena, "the record's, as of its first %llu entries",
                          (unsigned long long)result->comparison->basis.log_size));
    put_number(fields, "theta", result->theta);
    if (result->missing_total >= 1)
        json_object_set_new(fields, "missing_total", json_integer((json_int_t)result->missing_total));
    put_text(fields, "missing_source", source);
    put_text(fields, "prior",
             total ? arena_format(arena, "%s, N = %.60s", result->comparison->prior, total)
                   : result->comparison->prior);
    put_number(fields, "posterior", pair->posterior);
    put_number(fields, "threshold", proposing->basis->decisions->threshold);
    put_text(fields, "program", result->comparison->engine);
    return true;
}

bool decision_propose(struct arena *arena, const struct decision_basis *basis,
                      struct decision_names *names, json_t *fields, struct error *error) {
    struct proposing proposing = {
        .arena = arena, .basis = basis, .names = names, .fields = fields, .error = error};
    if (basis->result->comparison) {
        if (!add_individual(&proposing)) return false;
        find_pair(&proposing);
    }
    json_t *remains = json_array();
    for (int i = 0; i < names->count; i++)
        json_array_append_new(remains, json_string(names->remains_rec[i]));
    json_object_set_new(fields, "remains", remains);
    json_object_set_new(fields, "person", json_string(names->person_rec));
    if (!put_lines(&proposing) || (proposing.pair && !put_numbers(&proposing))) return false;
    put_text(fields, "state", "probable");
    return true;
}
