#include "case/identification_json.h"

#include <math.h>

#include "case/ratio_text.h"
static void add_pair(struct json *json, const struct identification *run, int individual,
                     int missing) {
    json_open_object_flat(json);
    json_member_text(json, "remains", identification_code(run, individual));
    json_member_text(json, "person", identification_person(run, missing));
}

static void add_pairwise(struct json *json, const struct identification *run) {
    json_name(json, "pairwise");
    json_open_list(json);
    for (size_t p = 0; p < run->pairwise.count; p++) {
        const struct pairing *pairing = &run->pairwise.pairing[p];
        add_pair(json, run, pairing->individual, pairing->missing);
        json_member_text(json, "family", identification_family(run, pairing->missing));
        json_member_number(json, "log10_lr", ratio_rounded(pairing->log_ratio / M_LN10));
        json_member_whole(json, "loci", pairing->loci);
        json_member_whole(json, "exclusions", pairing->exclusions);
        json_close_object(json);
    }
    json_close_list(json);
}

static void add_joint(struct json *json, const struct identification *run) {
    json_name(json, "joint");
    json_open_list(json);
    for (int b = 0; b < run->joint.best_count; b++) {
        const struct assignment *assignment = &run->joint.best[b];
        json_open_object_flat(json);
        json_name(json, "assignment");
        json_open_object_flat(json);
        for (int i = 0; i < run->individuals.count; i++) {
            json_name(json, identification_code(run, i));
            json_text(json, assignment->missing[i] < 0
                                ? NULL
                                : identification_person(run, assignment->missing[i]));
        }
        json_close_object(json);
        json_member_number(json, "log_likelihood", run->log_nobody + assignment->log_ratio);
        json_member_number(json, "log10_lr_vs_none", assignment->log_ratio / M_LN10);
        json_member_number(json, "posterior", assignment->posterior);
        json_close_object(json);
    }
    json_close_list(json);
}

static void add_posterior(struct json *json, const struct identification *run) {
    json_name(json, "posterior");
    json_open_list(json);
    for (size_t p = 0; p < run->pairwise.count; p++) {
        add_pair(json, run, run->pairwise.pairing[p].individual, run->pairwise.pairing[p].missing);
        json_member_number(json, "p", run->posterior[p]);
        json_close_object(json);
    }
    json_close_list(json);
    json_name(json, "glr");
    json_open_list(json);
    for (size_t p = 0; p < run->pairwise.count; p++) {
        if (isnan(run->log_glr[p])) continue;
        add_pair(json, run, run->pairwise.pairing[p].individual, run->pairwise.pairing[p].missing);
        json_member_number(json, "log10_glr", run->log_glr[p] / M_LN10);
        json_close_object(json);
    }
    json_close_list(json);
}

static void add_labelled(struct json *json, const struct identification *run, const char *name,
                         const bool *label) {
    json_name(json, name);
    json_open_list(json);
    for (size_t p = 0; p < run->pairwise.count; p++) {
        if (!label[p]) continue;
        add_pair(json, run, run->pairwise.pairing[p].individual, run->pairwise.pairing[p].missing);
        json_close_object(json);
    }
    json_close_list(json);
}

static void add_alike(struct json *json, const struct identification *run) {
    json_name(json, "indistinguishable");
    json_open_list(json);
    for (int a = 0; a < run->alike_count; a++) {
        const struct alike *alike = &run->alike[a];
        json_open_object_flat(json);
        json_name(json, "remains");
        json_open_list_flat(json);
        for (int i = 0; i < alike->individuals; i++)
            json_text(json, identification_code(run, alike->individual[i]));
        json_close_list(json);
        json_name(json, "persons");
        json_open_list_flat(json);
        for (int j = 0; j < alike->persons; j++)
            json_text(json, identification_person(run, alike->missing[j]));
        json_close_list(json);
        json_close_object(json);
    }
    json_close_list(json);
}

static void add_individuals(struct json *json, const struct identification *run) {
    json_name(json, "individuals");
    json_open_list(json);
    for (int i = 0; i < run->individuals.count; i++) {
        const struct individual *individual = &run->individuals.individual[i];
        json_open_list_flat(json);
        for (int r = 0; r < individual->count; r++)
            json_text(json, run->dataset->remains[individual->remains[r]].code);
        json_close_list(json);
    }
    json_close_list(json);
    json_name(json, "doubts");
    json_open_list(json);
    for (int d = 0; d < run->individuals.doubts; d++) {
        const struct doubt *doubt = &run->individuals.doubt[d];
        json_open_object_flat(json);
        json_name(json, "remains");
        json_open_list_flat(json);
        json_text(json, identification_code(run, doubt->first));
        json_text(json, identification_code(run, doubt->second));
        json_close_list(json);
        json_member_number(json, "log10_lr_same", doubt->log10_same);
        json_member_number(json, "log10_lr_siblings", doubt->log10_siblings);
        json_close_object(json);
    }
    json_close_list(json);
}

static void add_left_out(struct json *json, const struct identification *run) {
    json_name(json, "left_out");
    json_open_list(json);
    for (int f = 0; f < run->dataset->family_count; f++) {
        const struct family *family = &run->dataset->family[f];
        if (!family->left_out) continue;
        json_open_object_flat(json);
        json_name(json, "family");
        json_text(json, family->name);
        json_name(json, "reason");
        json_text(json, family->left_out);
        json_close_object(json);
    }
    json_close_list(json);
}

void identification_json(const struct identification *run, const struct provenance *provenance,
                         struct buffer *out) {
    struct json json = json_to(out);
    json_open_object(&json);
    provenance_json(&json, run, provenance);
    add_pairwise(&json, run);
    add_joint(&json, run);
    add_posterior(&json, run);
    add_labelled(&json, run, "undisputed", run->undisputed);
    add_labelled(&json, run, "excluded", run->excluded);
    add_alike(&json, run);
    add_individuals(&json, run);
    add_left_out(&json, run);
    json_member_number(&json, "bound", run->joint.bound);
    json_close_object(&json);
}
