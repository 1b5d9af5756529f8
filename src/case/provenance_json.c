#include <math.h>

#include "case/provenance.h"

static void add_prior(struct json *json, const struct identification *run) {
    const struct prior *prior = &run->prior;
    json_name(json, "prior");
    json_open_object_flat(json);
    json_member_text(json, "kind", prior->kind == PRIOR_FLAT ? "flat" : "incident");
    json_name(json, "missing_total");
    if (prior->kind == PRIOR_FLAT) {
        json_none(json);
    } else if (prior->by_sex) {
        json_open_object_flat(json);
        json_name(json, "M");
        json_number(json, prior->total[0]);
        json_name(json, "F");
        json_number(json, prior->total[1]);
        json_close_object(json);
    } else {
        json_number(json, prior->total[0]);
    }
    json_close_object(json);
}

static void add_model(struct json *json, const char *name, const struct marker *marker,
                      enum parent_sex sex) {
    const struct mutation_model *model = &marker->model[sex];
    json_name(json, name);
    if (!marker->transmission[sex]) {
        json_none(json);
        return;
    }
    json_open_object_flat(json);
    json_member_text(json, "model", mutation_kind_name(model->kind));
    json_member_number(json, "rate", model->rate);
    json_member_number(json, "rate2", model->rate2);
    json_member_number(json, "range", model->range);
    json_close_object(json);
}

static void add_loci(struct json *json, const struct panel *panel,
                     const struct provenance *provenance) {
    json_name(json, "loci");
    json_open_list(json);
    for (int m = 0; m < panel->count; m++) {
        const struct marker *marker = &panel->marker[m];
        json_open_object_flat(json);
        json_member_text(json, "name", marker->name);
        json_member_text(json, "chrom", marker->chromosome == X_CHROMOSOME ? "X" : "A");
        json_member_whole(json, "unseen", provenance->unseen[m]);
        add_model(json, "male", marker, MALE_PARENT);
        add_model(json, "female", marker, FEMALE_PARENT);
        json_close_object(json);
    }
    json_close_list(json);
}

void provenance_json(struct json *json, const struct identification *run,
                     const struct provenance *provenance) {
    json_member_text(json, "engine", ENGINE_VERSION);
    json_member_number(json, "theta", run->dataset->theta);
    add_prior(json, run);
    json_name(json, "parameters");
    json_open_object(json);
    json_member_text(json, "program", CAIRN_VERSION);
    json_member_number(json, "dropout", provenance->dropout);
    json_member_number(json, "group_threshold",
                       run->options.group ? run->options.group_threshold : (double)NAN);
    json_member_number(json, "unseen_frequency", provenance->unseen_frequency);
    json_member_number(json, "minimum_frequency", provenance->minimum_frequency);
    json_member_text(json, "frequencies", provenance->frequency_files);
    json_member_text(json, "mutation",
                     *provenance->mutation_files ? provenance->mutation_files : NULL);
    add_loci(json, &run->dataset->panel, provenance);
    json_close_object(json);
}
