/* The samples of the example, from remains and relatives, on their plates, and what was read. */
#include <string.h>

#include "case/example_story.h"

enum {
    BATCH = 40,          /* samples on a plate, before its ladder and controls */
    CONTROL_SEED = 2800, /* the control is the same cell line in every investigation */
    SWABS_FROM = 17931,  /* 4 February 2019 */
    SWAB_DAYS = 100
};

/* What stands on the tubes. */
struct sample {
    const char *subject, *kind;
    const struct genotype *genotype; /* NULL: no profile */
    enum sex amelogenin;             /* unknown: not read */
    int32_t taken, received;
    const char *examiner; /* of remains; else NULL */
    int *barcode; /* where its number is noted; NULL: of nobody */
};

static const char *bone_kind(struct simulate_random *random) {
    uint32_t number = simulate_below(random, 100);
    return number < 60 ? "bone" : number < 90 ? "tooth" : "muscle";
}

static int count_relatives(const struct example_families *families) {
    int count = 0;
    for (int i = 0; i < families->count; i++)
        for (int j = 0; j < families->family[i].pedigree.count; j++)
            count += families->family[i].person[j].typed;
    return count;
}

static void collect_bones(struct simulate_random *random, struct example_site *site,
                          const struct example_ground *ground, struct sample *out) {
    for (int i = 0; i < site->count; i++) {
        struct example_remains *remains = &site->remains[i];
        out[i] = (struct sample){
            .subject = remains->code,
            .kind = bone_kind(random),
            .genotype = remains->typed ? remains->genotype : NULL,
            .amelogenin = remains->amelogenin ? remains->individual->sex : SEX_UNKNOWN,
            .taken = ground->lying[i].examined,
            .examiner = ground->lying[i].examiner,
            .received = example_shipping_day(i, site->count),
            .barcode = &remains->barcode,
        };
    }
}

static void collect_relatives(struct simulate_random *random, int loci, int relatives,
                              struct example_families *families, struct sample *out) {
    int count = 0;
    for (int i = 0; i < families->count; i++) {
        struct example_family *family = &families->family[i];
        for (int j = 0; j < family->pedigree.count; j++) {
            struct example_person *person = &family->person[j];
            if (!person->typed) continue;
            out[count] = (struct sample){
                .subject = family->pedigree.person[j].id,
                .kind = person->role == ROLE_MISSING ? "toothbrush" : "buccal",
                .genotype = family->truth + (size_t)j * (size_t)loci,
                .amelogenin = family->pedigree.person[j].sex,
                .taken = SWABS_FROM + example_draw(random, SWAB_DAYS),
                .received = example_shipping_day(count, relatives),
                .barcode = &person->barcode,
            };
            count++;
        }
    }
}

static void write_profile(const struct panel *panel, const char *barcode,
                          const struct sample *sample, struct buffer *out) {
    if (sample->amelogenin != SEX_UNKNOWN)
        buffer_format(out, "%s\tAMEL\tX\t%s\n", barcode,
                      sample->amelogenin == SEX_MALE ? "Y" : "X");
    for (int i = 0; i < panel->count; i++) {
        struct genotype genotype = sample->genotype[i];
        if (genotype.a < 0) continue;
        const struct marker *marker = &panel->marker[i];
        int small = genotype.a < genotype.b ? genotype.a : genotype.b;
        int large = genotype.a < genotype.b ? genotype.b : genotype.a;
        buffer_format(out, "%s\t%s\t%s\t%s\n", barcode, marker->name, marker->allele[small],
                      marker->allele[large]);
    }
}

/* What the field and the family liaison wrote on the form that came with the tube. */
static void write_form(struct arena *arena, const struct sample *sample, struct buffer *out) {
    bool swab = !strcmp(sample->kind, "buccal"), direct = !strcmp(sample->kind, "toothbrush");
    bool bone = sample->examiner != NULL;
    example_cell(out, bone ? "2 g" : NULL);
    example_cell(out, example_date(arena, sample->taken));
    example_cell(out, bone ? sample->examiner : "O. Plaven");
    example_cell(out, bone ? "mortuary" : direct ? "home" : "office");
    example_cell(out, swab ? "yes" : NULL);
    example_cell(out, direct ? "yes" : "no");
    example_cell(out, "District Laboratory (invented)");
    example_cell(out, example_date(arena, sample->received));
}

static void write_sample(struct arena *arena, const struct panel *panel, int number,
                         const struct sample *sample, struct buffer *samples,
                         struct buffer *profiles) {
    const char *barcode = arena_format(arena, "LB%06d", number);
    example_cell(samples, barcode);
    example_cell(samples, sample->subject);
    example_cell(samples, sample->kind);
    example_cell(samples, "dna");
    if (sample->barcode) write_form(arena, sample, samples);
    else buffer_add_text(samples, "\t\t\t\t\t\t\t\t");
    example_line_end(samples);
    if (sample->barcode) *sample->barcode = number;
    if (sample->genotype) write_profile(panel, barcode, sample, profiles);
}

void example_write_samples(struct arena *arena, uint64_t seed, struct simulate_random *random,
                           const struct simulate_panel *panel, struct example_families *families,
                           struct example_site *site, const struct example_ground *ground,
                           struct buffer *samples, struct buffer *profiles) {
    struct simulate_random forms = example_stream(seed, SUBJECT_SAMPLES), own;
    int relatives = count_relatives(families), count = site->count + relatives, barcode = 0;
    struct sample *tubes = arena_new(arena, struct sample, count);
    collect_bones(random, site, ground, tubes);
    collect_relatives(&forms, panel->panel->count, relatives, families, tubes + site->count);
    int *order = arena_new(arena, int, count);
    for (int i = 0; i < count; i++) order[i] = i;
    simulate_shuffle(random, order, count);
    simulate_seed(&own, CONTROL_SEED);
    struct genotype *cells = arena_new(arena, struct genotype, panel->panel->count);
    simulate_person(panel, &own, SEX_MALE, NULL, NULL, cells);
    const struct sample plate[] = {
        {.subject = "", .kind = "ladder"},
        {.subject = "", .kind = "control", .genotype = cells, .amelogenin = SEX_MALE},
        {.subject = "", .kind = "control"},
    };
    buffer_add_text(samples, "sample\tsubject\tkind\tpurpose\tmass\ttaken\ttaken_by\ttaken_where\t"
                             "identity_checked\tdirect\tlaboratory\treceived\n");
    buffer_add_text(profiles, "subject\tmarker\tallele1\tallele2\n");
    for (int i = 0; i < count; i++) {
        for (int j = 0; i % BATCH == 0 && j < 3; j++)
            write_sample(arena, panel->panel, ++barcode, &plate[j], samples, profiles);
        write_sample(arena, panel->panel, ++barcode, &tubes[order[i]], samples, profiles);
    }
}
