#include "case/explain_json.h"

#include <math.h>

#include "base/json.h"

static void add_text(struct json *json, const char *name, const char *text) {
    json_name(json, name);
    json_text(json, text);
}

static void add_number(struct json *json, const char *name, double number) {
    json_name(json, name);
    json_number(json, number);
}

static void add_pair(struct json *json, const struct explanation *explanation) {
    const struct identification *run = explanation->run;
    const struct individual *individual = &run->individuals.individual[explanation->individual];
    json_name(json, "remains");
    json_open_list_flat(json);
    for (int i = 0; i < individual->count; i++)
        json_text(json, run->dataset->remains[individual->remains[i]].code);
    json_close_list(json);
    add_text(json, "person", identification_person(run, explanation->missing));
    add_text(json, "family", identification_family(run, explanation->missing));
    json_name(json, "compared");
    json_truth(json, explanation->compared);
    add_number(json, "log10_lr", explanation->compared ? explanation->log10_ratio : (double)NAN);
    json_name(json, "loci");
    json_whole(json, explanation->loci);
    json_name(json, "exclusions");
    json_whole(json, explanation->exclusions);
    bool kept = explanation->kept;
    add_number(json, "posterior", kept ? run->posterior[explanation->place] : (double)NAN);
    add_number(json, "log10_glr",
               kept ? run->log_glr[explanation->place] / M_LN10 : (double)NAN);
    json_name(json, "undisputed");
    json_truth(json, kept && run->undisputed[explanation->place]);
    json_name(json, "excluded");
    json_truth(json, kept && run->excluded[explanation->place]);
}

static void add_marker(struct json *json, struct arena *arena,
                       const struct explanation *explanation, int marker) {
    const struct marker *locus = &explanation->run->dataset->panel.marker[marker];
    const struct explained_locus *explained = &explanation->locus[marker];
    const struct family *family = explanation_family(explanation);
    json_open_object_flat(json);
    add_text(json, "name", locus->name);
    add_text(json, "remains",
             explanation_genotype(arena, locus, explanation_together(explanation, marker)));
    json_name(json, "relatives");
    json_open_object_flat(json);
    for (int i = 0; i < family->pedigree.count; i++)
        if (family->profile[i])
            add_text(json, family->pedigree.person[i].id,
                     explanation_genotype(arena, locus, family->profile[i]->genotype[marker]));
    json_close_object(json);
    bool counts = explanation->compared && !explained->left_out;
    add_number(json, "log10_lr", counts ? explained->log10_ratio : (double)NAN);
    json_name(json, "excluded");
    json_truth(json, explained->excluded);
    add_text(json, "left_out", explained->left_out);
    add_text(json, "note", explanation_note(arena, explanation, marker));
    json_close_object(json);
}

static void add_rivals(struct json *json, const struct explanation *explanation, const char *name,
                       const size_t *place, int count) {
    const struct identification *run = explanation->run;
    json_name(json, name);
    json_open_list(json);
    for (int i = 0; i < count; i++) {
        const struct pairing *pairing = &run->pairwise.pairing[place[i]];
        json_open_object_flat(json);
        add_text(json, "remains", identification_code(run, pairing->individual));
        add_text(json, "person", identification_person(run, pairing->missing));
        add_number(json, "log10_lr", pairing->log_ratio / M_LN10);
        add_number(json, "posterior", run->posterior[place[i]]);
        json_close_object(json);
    }
    json_close_list(json);
}

static void add_others(struct json *json, const struct provenance *provenance) {
    json_name(json, "other_evidence");
    json_open_list(json);
    for (int i = 0; i < provenance->others; i++) {
        const struct other_evidence *other = &provenance->other[i];
        json_open_object_flat(json);
        add_text(json, "subject", other->subject);
        add_text(json, "name", other->name);
        add_text(json, "value", other->value);
        add_text(json, "file", other->file);
        json_name(json, "line");
        json_whole(json, other->line);
        json_close_object(json);
    }
    json_close_list(json);
}

void explain_json(struct arena *arena, const struct explanation *explanation,
                  const struct provenance *provenance, struct buffer *out) {
    const struct identification *run = explanation->run;
    struct json json = json_to(out);
    json_open_object(&json);
    add_pair(&json, explanation);
    json_name(&json, "markers");
    json_open_list(&json);
    for (int m = 0; m < run->dataset->panel.count; m++) add_marker(&json, arena, explanation, m);
    json_close_list(&json);
    add_rivals(&json, explanation, "other_persons", explanation->other_person,
               explanation->other_persons);
    add_rivals(&json, explanation, "other_remains", explanation->other_individual,
               explanation->other_individuals);
    add_others(&json, provenance);
    add_number(&json, "bound", run->joint.bound);
    add_number(&json, "theta", run->dataset->theta);
    add_text(&json, "prior", run->prior.kind == PRIOR_FLAT ? "flat" : "incident");
    add_text(&json, "engine", ENGINE_VERSION);
    json_close_object(&json);
    buffer_add_text(out, "\n");
}
