/* The tables of the example that say how the laboratory computes, and the truth. */
#include "case/example_plan.h"

/* Everybody who may lie at the site, listed or not, at EXAMPLE_REMAINS. */
enum { MISSING_TOTAL = 480 };

void example_write_truth(const struct example_site *site, struct buffer *out) {
    buffer_add_text(out, "remains\tperson\n");
    for (int i = 0; i < site->count; i++) {
        const char *person = site->remains[i].individual->person;
        buffer_format(out, "%s\t%s\n", site->remains[i].code, person ? person : "-");
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
                         "rate2_female\trange_male\trange_female\tsource\n");
    for (int i = 0; i < population->panel.count; i++)
        buffer_format(out, "%s\tA\tstepwise\tstepwise\t0.%06d\t0.%06d\t0.%06d\t0.%06d\t0.1\t0.1\t"
                      "synthetic\n",
                      population->panel.marker[i].name, population->male_rate[i],
                      EXAMPLE_FEMALE_RATE, EXAMPLE_RATE2, EXAMPLE_RATE2);
}

void example_write_parameters(int remains, struct buffer *out) {
    buffer_format(out,
                  "name\tvalue\tsource\n"
                  "missing_total\t%d\tcounted by the district office up to March 2019 (invented)\n"
                  "theta\t0\tthe frequencies are those of the whole population\n",
                  example_scaled(MISSING_TOTAL, remains));
}
