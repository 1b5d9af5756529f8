/* The tables of the example as text, but for samples and profiles, and its README. */
#include <inttypes.h>

#include "case/example_plan.h"

/* Everybody who may lie at the site, listed or not, at EXAMPLE_REMAINS. */
enum { MISSING_TOTAL = 480 };

static const char *sex_text(enum sex sex) {
    return sex == SEX_MALE ? "M" : sex == SEX_FEMALE ? "F" : "?";
}

static const char *role_text(enum role role) {
    return role == ROLE_MISSING ? "missing" : role == ROLE_REFERENCE ? "reference" : "other";
}

void example_write_remains(const struct example_site *site, struct buffer *out) {
    buffer_add_text(out, "code\tsex\tcomplete\tdropout\tgrave\tcross\tkind\tfound\tage_range\t"
                         "description\tnotes\n");
    int digits = site->grave_count < 1000 ? 3 : 5;
    for (int i = 0; i < site->count; i++) {
        const struct example_remains *remains = &site->remains[i];
        buffer_format(out, "%s\t%s\t%s\t%s%s", remains->code, sex_text(remains->sex),
                      remains->complete ? "yes" : "no", remains->dropout ? "0." : "0",
                      remains->dropout == 10 ? "1" : "");
        if (remains->dropout && remains->dropout < 10)
            buffer_format(out, "%02d", remains->dropout);
        buffer_format(out, "\tELD-G%0*d\t", digits, remains->grave);
        if (remains->cross) buffer_format(out, "%d", remains->cross);
        buffer_format(out, "\t%s\t%d-05-%02d\t", remains->body ? "body" : "body_part",
                      EXAMPLE_YEAR + 1, 6 + remains->day);
        if (remains->oldest)
            buffer_format(out, "%d-%d", remains->youngest, remains->oldest);
        else
            buffer_format(out, "%d+", remains->youngest);
        buffer_format(out, "\t%s\t%s\n", remains->what, remains->note);
    }
}

void example_write_truth(const struct example_site *site, struct buffer *out) {
    buffer_add_text(out, "remains\tperson\n");
    for (int i = 0; i < site->count; i++) {
        const char *person = site->remains[i].individual->person;
        buffer_format(out, "%s\t%s\n", site->remains[i].code, person ? person : "-");
    }
}

void example_write_persons(const struct example_families *families, struct buffer *out) {
    buffer_add_text(out, "family\tid\tfather\tmother\tsex\trole\tborn\n");
    for (int i = 0; i < families->count; i++) {
        const struct example_family *family = &families->family[i];
        const struct person *persons = family->pedigree.person;
        for (int j = 0; j < family->pedigree.count; j++) {
            const struct person *person = &persons[j];
            buffer_format(out, "%s\t%s\t%s\t%s\t%s\t%s\t%d\n", family->name, person->id,
                          person->father < 0 ? "0" : persons[person->father].id,
                          person->mother < 0 ? "0" : persons[person->mother].id,
                          sex_text(person->sex), role_text(family->person[j].role),
                          EXAMPLE_YEAR - family->person[j].age);
        }
    }
}

void example_write_frequencies(const struct example_population *population, struct buffer *out) {
    buffer_add_text(out, "marker\tallele\tfrequency\tsource\n");
    for (int i = 0; i < population->panel.count; i++) {
        const struct marker *marker = &population->panel.marker[i];
        for (int j = 0; j < marker->allele_count; j++)
            buffer_format(out, "%s\t%s\t0.%04d\tsynthetic\n", marker->name, marker->allele[j],
                          (int)(marker->frequency[j] * EXAMPLE_SHARES + 0.5));
    }
}

void example_write_mutation(const struct example_population *population, struct buffer *out) {
    buffer_add_text(out, "marker\tchrom\tmodel\tmodel_female\trate_male\trate_female\trate2_male\t"
                         "rate2_female\trange_male\trange_female\n");
    for (int i = 0; i < population->panel.count; i++)
        buffer_format(out, "%s\tA\tstepwise\tstepwise\t0.%06d\t0.%06d\t0.%06d\t0.%06d\t0.1\t0.1\n",
                      population->panel.marker[i].name, population->male_rate[i],
                      EXAMPLE_FEMALE_RATE, EXAMPLE_RATE2, EXAMPLE_RATE2);
}

void example_write_parameters(int remains, struct buffer *out) {
    buffer_format(out, "name\tvalue\nmissing_total\t%d\ntheta\t0\n",
                  example_scaled(MISSING_TOTAL, remains));
}

void example_write_readme(uint64_t seed, int remains, struct buffer *out) {
    buffer_format(
        out,
        "An invented investigation\n"
        "\n"
        "Nothing here is about a real person, place or population. A program drew everything by\n"
        "chance: cairn example --seed %" PRIu64 " --remains %d. The same numbers give the same "
        "files.\n"
        "\n"
        "Elderwood (ELD) is a forest with single graves under numbered wooden crosses, and one\n"
        "grave with several soldiers. These are the tables that a field team, the family\n"
        "liaison and a laboratory would hand over. They are separated by tabs; the first line\n"
        "has the names of the columns.\n"
        "\n"
        "remains.tsv      what was lifted, a line for each number. Remains are not people: some\n"
        "                 bodies were found in parts, each with its own number. `dropout` is the\n"
        "                 chance that an allele was not seen.\n"
        "persons.tsv      the missing and their relatives, family by family; 0 stands for a\n"
        "                 parent who is not listed. A few of the missing lie elsewhere. Some\n"
        "                 families have not given a sample yet, and about a third of the missing\n"
        "                 have no family that was typed.\n"
        "samples.tsv      the laboratory's barcodes; ladders and controls belong to nobody.\n"
        "profiles.tsv     the genotypes by barcode. One peak is written twice. AMEL tells sex.\n"
        "frequencies.tsv  allele frequencies: synthetic, made up in the shape of real ones. They\n"
        "                 must not be used for anything else.\n"
        "mutation.tsv     the mutation model of each locus: stepwise.\n"
        "parameters.tsv   missing_total: everybody who may lie here, listed or not.\n"
        "truth.tsv        who the remains are, `-` for those who are not listed. No command\n"
        "                 reads it to identify anybody; it is there to check the answers.\n",
        seed, remains);
}
