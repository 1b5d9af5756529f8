#include "case/explain_json.h"

#include <math.h>

#include "case/ratio_text.h"

static void add_pair(struct json *json, const struct explanation *explanation) {
    const struct identification *run = explanation->run;
    const struct individual *individual = &run->individuals.individual[explanation->individual];
    json_name(json, "remains");
    json_open_list_flat(json);
    for (int i = 0; i < individual->count; i++)
        json_text(json, run->dataset->remains[individual->remains[i]].code);
    json_close_list(json);
    json_member_text(json, "person", identification_person(run, explanation->missing));
    json_member_text(json, "family", identification_family(run, explanation->missing));
    json_member_truth(json, "compared", explanation->compared);
    json_member_number(json, "log10_lr",
                       explanation->compared ? ratio_rounded(explanation->log10_ratio)
                                             : (double)NAN);
    json_member_whole(json, "loci", explanation->loci);
    json_member_whole(json, "exclusions", explanation->exclusions);
    bool kept = explanation->kept;
    json_member_number(json, "posterior", kept ? run->posterior[explanation->place] : (double)NAN);
    json_member_number(json, "log10_glr",
                       kept ? run->log_glr[explanation->place] / M_LN10 : (double)NAN);
    json_member_truth(json, "undisputed", kept && run->undisputed[explanation->place]);
    json_member_truth(json, "excluded", kept && run->excluded[explanation->place]);
}

static void add_marker(struct json *json, struct arena *arena,
                       const struct explanation *explanation, int marker) {
    const struct marker *locus = &explanation->run->dataset->panel.marker[marker];
    const struct explained_locus *explained = &explanation->locus[marker];
    const struct family *family = explanation_family(explanation);
    json_open_object_flat(json);
    json_member_text(json, "name", locus->name);
    json_member_text(json, "remains",
                     explanation_genotype(arena, locus, explanation_together(explanation, marker)));
    json_name(json, "relatives");
    json_open_object_flat(json);
    for (int i = 0; i < family->pedigree.count; i++)
        if (family->profile[i])
            json_member_text(
                json, family->pedigree.person[i].id,
                explanation_genotype(arena, locus, family->profile[i]->genotype[marker]));
    json_close_object(json);
    bool counts = explanation->compared && !explained->left_out;
    json_member_number(json, "log10_lr",
                       counts ? ratio_rounded(explained->log10_ratio) : (double)NAN);
    json_member_truth(json, "excluded", explained->excluded);
    json_member_text(json, "left_out", explained->left_out);
    json_member_text(json, "note", explanation_note(arena, explanation, marker));
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
        json_member_text(json, "remains", identification_code(run, pairing->individual));
        json_member_text(json, "person", identification_person(run, pairing->missing));
        json_member_number(json, "log10_lr", ratio_rounded(pairing->log_ratio / M_LN10));
        json_member_number(json, "posterior", run->posterior[place[i]]);
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
        json_member_text(json, "subject", other->subject);
        json_member_text(json, "name", other->name);
        json_member_text(json, "value", other->value);
        json_member_text(json, "file", other->file);
        json_member_whole(json, "line", other->line);
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
    json_member_number(&json, "bound", run->joint.bound);
    provenance_json(&json, run, provenance);
    json_close_object(&json);
}
