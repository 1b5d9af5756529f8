#include "case/comparison.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/encode.h"
#include "record/vault.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ to an entry */

bool comparison_basis_of(const struct investigation *investigation, const struct tables *tables,
                         struct comparison_basis *out_basis, struct error *error) {
    struct digester digester = investigation->digester;
    int64_t size;
    if (!tables_size(tables, &size, error)) return false;
    *out_basis = (struct comparison_basis){.log_size = (uint64_t)size};
    return log_root_at(investigation->store, &digester, out_basis->log_size, &out_basis->log_root,
                       error);
}

static void add_parameter(json_t *list, const char *name, const char *value) {
    json_t *row = json_object();
    json_object_set_new(row, "name", json_string(name));
    json_object_set_new(row, "value", json_string(value));
    json_array_append_new(list, row);
}

static void add_number(json_t *list, const char *name, double value) {
    add_parameter(list, name, decimal_of(value).text);
}

/* As --missing-total takes it; NULL: it was not said. */
static const char *missing_total_of(struct arena *arena, const struct dataset *dataset) {
    if (dataset->missing_total_male >= 0 && dataset->missing_total_female >= 0)
        return arena_format(arena, "M=%.0f,F=%.0f", dataset->missing_total_male,
                            dataset->missing_total_female);
    return dataset->missing_total >= 0 ? arena_format(arena, "%.0f", dataset->missing_total) : NULL;
}

static json_t *parameters_of(struct arena *arena, const struct identification *run,
                             const struct provenance *provenance) {
    const struct dataset *dataset = run->dataset;
    const char *missing_total = missing_total_of(arena, dataset);
    json_t *list = json_array();
    add_parameter(list, "prior", run->prior.kind == PRIOR_FLAT ? "flat" : "incident");
    if (missing_total) add_parameter(list, "missing_total", missing_total);
    add_number(list, "theta", dataset->theta);
    add_number(list, "dropout", provenance->dropout);
    add_parameter(list, "group", run->options.group ? "direct" : "none");
    if (run->options.group) add_number(list, "group_threshold", run->options.group_threshold);
    add_number(list, "unseen_frequency", provenance->unseen_frequency);
    add_number(list, "minimum_frequency", provenance->minimum_frequency);
    add_parameter(list, "frequencies",
                  arena_format(arena, "%d of %d loci, from the record", provenance->frequency_lines,
                               dataset->panel.count));
    add_parameter(list, "bound",
                  isnan(run->joint.bound) ? "not proved" : decimal_of(run->joint.bound).text);
    return list;
}

static json_t *hash_text(enum encoding encoding, const struct digest *digest) {
    char text[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    encode_text(encoding, digest->byte, DIGEST_SIZE, text);
    return json_string(text);
}

json_t *comparison_fields(struct arena *arena, const struct identification *run,
                          const struct verdicts *verdicts, const struct provenance *provenance,
                          const struct comparison_basis *basis) {
    json_t *fields = json_object();
    json_object_set_new(fields, "parameters", parameters_of(arena, run, provenance));
    json_object_set_new(fields, "engine", json_string(COMPARISON_ENGINE));
    json_object_set_new(fields, "log_size", json_integer((json_int_t)basis->log_size));
    json_object_set_new(fields, "log_root", hash_text(ENCODING_BASE64, &basis->log_root));
    json_object_set_new(fields, "result_hash", hash_text(ENCODING_HEX, &basis->result));
    json_object_set_new(fields, "result", json_string("1"));
    json_object_set_new(fields, "profiles", json_integer(run->dataset->remains_count));
    json_object_set_new(fields, "persons", json_integer(run->dataset->missing_count));
    json_object_set_new(fields, "proposals",
                        json_integer(verdicts->count[VERDICT_PROPOSED]));
    return fields;
}

/* ------------------------------------------------------------------ from an entry */

static bool read_hash(const json_t *fields, const char *name, enum encoding encoding,
                      struct digest *out, struct error *error) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text && encode_bytes(encoding, text, strlen(text), out->byte, DIGEST_SIZE, error);
}

const char *comparison_parameter(struct arena *arena, const json_t *fields, const char *name) {
    const json_t *list = json_object_get(fields, "parameters");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        const char *own = json_string_value(json_object_get(row, "name"));
        const char *value = json_string_value(json_object_get(row, "value"));
        if (own && value && strcmp(own, name) == 0) return arena_copy(arena, value);
    }
    return NULL;
}

static bool find_result(struct arena *arena, const struct investigation *investigation,
                        uint64_t index, const char **out_path, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(investigation->store, &VAULT_FILES_OF, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)index);
    bool done = query_step(query, &row, error);
    if (done && row) *out_path = investigation_file(arena, investigation, query_text(query, 1));
    query_close(query);
    return done;
}

static bool take_fields(struct arena *arena, const json_t *fields, struct comparison *comparison) {
    struct error ignored = {0};
    const json_t *size = json_object_get(fields, "log_size");
    const char *engine = json_string_value(json_object_get(fields, "engine"));
    comparison->basis.log_size = (uint64_t)json_integer_value(size);
    comparison->engine = arena_copy(arena, engine ? engine : "");
    comparison->prior = comparison_parameter(arena, fields, "prior");
    comparison->missing_total = comparison_parameter(arena, fields, "missing_total");
    comparison->theta = comparison_parameter(arena, fields, "theta");
    comparison->dropout = comparison_parameter(arena, fields, "dropout");
    comparison->group = comparison_parameter(arena, fields, "group");
    return json_integer_value(size) > 0 &&
           read_hash(fields, "log_root", ENCODING_BASE64, &comparison->basis.log_root, &ignored) &&
           read_hash(fields, "result_hash", ENCODING_HEX, &comparison->basis.result, &ignored);
}

bool comparison_read(struct arena *arena, const struct investigation *investigation,
                     const char *name, struct comparison *out_comparison, struct error *error) {
    struct comparison comparison = {0};
    struct vault_contents contents;
    struct digester digester = investigation->digester;
    if (!log_read_named(arena, investigation->store, name, &comparison.line, error)) return false;
    if (strcmp(comparison.line.entry.kind, "comparison") != 0)
        return error_set(error, ERROR_BAD_INPUT, "entry %llu is a %.40s, not a comparison",
                         (unsigned long long)comparison.line.index, comparison.line.entry.kind);
    if (!vault_load(arena, &digester, investigation->store, &comparison.line, &contents, error))
        return false;
    bool done = take_fields(arena, contents.fields, &comparison) ||
                error_set(error, ERROR_CORRUPT, "entry %llu does not say what it ran on; run cairn "
                          "verify", (unsigned long long)comparison.line.index);
    json_decref(contents.fields);
    done = done && find_result(arena, investigation, comparison.line.index,
                               &comparison.result_path, error);
    if (done) *out_comparison = comparison;
    return done;
}
