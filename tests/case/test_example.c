/* The example investigation: all references between its tables, the proportions that were promised,
 * and genetics that could be. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/files.h"
#include "base/folder.h"
#include "case/example_folder.h"
#include "case/example_world.h"

static const int SIZES[] = {12, 100, 450, 2000};
static const uint64_t SEEDS[] = {1, 2, 77};

enum { SIZE_COUNT = 4, SEED_COUNT = 3 };

static bool one_of(const char *word, const char *const *words) {
    for (; *words; words++)
        if (!strcmp(word, *words)) return true;
    return false;
}

static void for_all(void (*check)(const struct world *, int remains)) {
    for (int i = 0; i < SIZE_COUNT; i++)
        for (int j = 0; j < SEED_COUNT; j++) {
            struct world world;
            world_open(&world, SEEDS[j], SIZES[i]);
            check(&world, SIZES[i]);
            world_close(&world);
        }
}

static void check_tables(const struct world *world, int remains) {
    static const char *const sexes[] = {"M", "F", "?", NULL};
    static const char *const roles[] = {"missing", "reference", "other", NULL};
    static const char *const bones[] = {"bone", "tooth", "muscle", NULL};
    static const char *const swabs[] = {"buccal", "toothbrush", NULL};
    static const char *const nobody[] = {"ladder", "control", NULL};
    assert_int_equal(world->remains.rows, remains);
    for (int i = 0; i < world->remains.rows; i++) {
        const char *code = world_cell(&world->remains, i, "code");
        bool body = !strcmp(world_cell(&world->remains, i, "kind"), "body");
        assert_true(one_of(world_cell(&world->remains, i, "sex"), sexes));
        assert_string_equal(strrchr(code, '-'), body ? "-B" : "-E01");
        if (!body) assert_string_equal(world_cell(&world->remains, i, "complete"), "no");
        double dropout = atof(world_cell(&world->remains, i, "dropout"));
        assert_true(dropout == 0 || (dropout >= 0.02 && dropout <= 0.10));
        assert_true(world->sample_of_remains[i] >= 0);
        if (dropout == 0) assert_int_equal(world_loci(world, world->sample_of_remains[i]), 23);
    }
    for (int i = 0; i < world->samples.rows; i++) {
        const char *subject = world_cell(&world->samples, i, "subject");
        const char *kind = world_cell(&world->samples, i, "kind");
        if (world_find(&world->code, subject) >= 0)
            assert_true(one_of(kind, bones));
        else if (world_find(&world->person, subject) >= 0)
            assert_true(one_of(kind, swabs));
        else
            assert_true(!*subject && one_of(kind, nobody));
    }
    for (int i = 0; i < world->persons.rows; i++)
        assert_true(one_of(world_cell(&world->persons, i, "role"), roles));
}

static void tables_hang_together(void **state) {
    (void)state;
    for_all(check_tables);
}

static void check_parents(const struct world *world, int remains) {
    (void)remains;
    static const char *const columns[] = {"father", "mother"};
    for (int i = 0; i < world->persons.rows; i++) {
        for (int j = 0; j < 2; j++) {
            const char *id = world_cell(&world->persons, i, columns[j]);
            if (!strcmp(id, "0")) continue;
            int parent = world_find(&world->person, id);
            assert_true(parent >= 0);
            assert_string_equal(world_cell(&world->persons, parent, "family"),
                                world_cell(&world->persons, i, "family"));
            assert_string_equal(world_cell(&world->persons, parent, "sex"), j ? "F" : "M");
            assert_in_range(world_age(world, parent) - world_age(world, i), 15, 50);
        }
    }
}

static void parents_exist_and_are_old_enough(void **state) {
    (void)state;
    for_all(check_parents);
}

/* Loci at which two profiles have no allele in common. */
static int apart(const struct world *world, int one, int other) {
    int count = 0;
    for (int i = 0; i < world->marker_count; i++) {
        const char **a = world->profile[one][i], **b = world->profile[other][i];
        if (!a[0] || !b[0]) continue;
        count += strcmp(a[0], b[0]) && strcmp(a[0], b[1]) && strcmp(a[1], b[0]) &&
                 strcmp(a[1], b[1]);
    }
    return count;
}

/* Among typed living parents and children a locus in a few hundred mutates: 3 of 23 never here. */
static void check_inheritance(const struct world *world, int remains) {
    int pairs = 0, differing = 0;
    for (int i = 0; i < world->persons.rows; i++) {
        int father = world_find(&world->person, world_cell(&world->persons, i, "father"));
        int mother = world_find(&world->person, world_cell(&world->persons, i, "mother"));
        for (int j = 0; j < 2; j++) {
            int parent = j ? mother : father;
            if (parent < 0 || world->sample_of_person[parent] < 0) continue;
            if (world->sample_of_person[i] < 0) continue;
            int loci_apart = apart(world, world->sample_of_person[i],
                                   world->sample_of_person[parent]);
            assert_true(loci_apart <= 2);
            pairs++;
            differing += loci_apart;
        }
    }
    assert_true(remains < 450 || (pairs > 20 && differing <= 3 + pairs / 10));
}

static void children_share_alleles_with_their_parents(void **state) {
    (void)state;
    for_all(check_inheritance);
}

static void check_truth(const struct world *world, int remains) {
    assert_int_equal(world->truth.rows, remains);
    for (int i = 0; i < remains; i++) {
        assert_string_equal(world_cell(&world->truth, i, "remains"),
                            world_cell(&world->remains, i, "code"));
        int person = world->true_person[i], sample = world->sample_of_remains[i];
        if (person < 0) {
            assert_string_equal(world_cell(&world->truth, i, "person"), "-");
            continue;
        }
        assert_true(world_is_missing(world, person));
        const char *sex = world_cell(&world->persons, person, "sex");
        if (strcmp(world_cell(&world->remains, i, "sex"), "?"))
            assert_string_equal(world_cell(&world->remains, i, "sex"), sex);
        if (world->amelogenin[sample])
            assert_int_equal(world->amelogenin[sample], *sex == 'M' ? 'Y' : 'X');
        const char *range = world_cell(&world->remains, i, "age_range");
        int youngest, oldest = 120;
        assert_true(sscanf(range, "%d-%d", &youngest, &oldest) > 0);
        assert_in_range(world_age(world, person), youngest, oldest);
        /* A direct reference has every allele that the remains show. */
        int direct = world->sample_of_person[person];
        for (int j = 0; direct >= 0 && j < world->marker_count; j++) {
            const char **own = world->profile[direct][j], **seen = world->profile[sample][j];
            for (int k = 0; seen[0] && k < 2; k++)
                assert_true(!strcmp(seen[k], own[0]) || !strcmp(seen[k], own[1]));
        }
        /* Relatives of the first degree: drop-out and mutation make few loci impossible. */
        int mother = world_find(&world->person, world_cell(&world->persons, person, "mother"));
        if (mother >= 0 && world->sample_of_person[mother] >= 0)
            assert_true(apart(world, sample, world->sample_of_person[mother]) <= 4);
    }
}

static void truth_agrees_with_everything_seen(void **state) {
    (void)state;
    for_all(check_truth);
}

static void population_sums_to_one_and_tells_persons_apart(void **state) {
    (void)state;
    struct world world;
    world_open(&world, 1, 12);
    assert_int_equal(world.marker_count, 23);
    double log_match = 0;
    for (int i = 0; i < world.marker_count; i++) {
        int sum = 0;
        double squares = 0, fourths = 0;
        for (int j = 0; j < world.frequencies.rows; j++) {
            if (strcmp(world_cell(&world.frequencies, j, "marker"), world.markers[i])) continue;
            const char *text = world_cell(&world.frequencies, j, "frequency");
            assert_int_equal(strlen(text), 6);
            assert_memory_equal(text, "0.", 2);
            int share = atoi(text + 2);
            assert_true(share > 0);
            assert_string_equal(world_cell(&world.frequencies, j, "source"), "synthetic");
            sum += share;
            squares += pow(share / 1e4, 2);
            fourths += pow(share / 1e4, 4);
        }
        assert_int_equal(sum, 10000);
        log_match += log10(2 * squares * squares - fourths);
        assert_string_equal(world_cell(&world.mutation, i, "model"), "stepwise");
        double rate = atof(world_cell(&world.mutation, i, "rate_male"));
        assert_true(rate >= 0.001 && rate <= 0.003);
    }
    assert_true(log_match > -29 && log_match < -26);
    for (int i = 0; i < world.profiles.rows; i++) {
        const char *marker = world_cell(&world.profiles, i, "marker");
        if (!strcmp(marker, "AMEL")) continue;
        int known = 0;
        for (int j = 0; j < world.frequencies.rows; j++) {
            if (strcmp(world_cell(&world.frequencies, j, "marker"), marker)) continue;
            const char *allele = world_cell(&world.frequencies, j, "allele");
            known += !strcmp(allele, world_cell(&world.profiles, i, "allele1"));
            known += !strcmp(allele, world_cell(&world.profiles, i, "allele2"));
        }
        assert_int_equal(known, 2);
    }
    world_close(&world);
}

/* What one family amounts to. */
struct tally {
    int dead, dead_here, typed, children, brothers;
    bool close; /* a typed parent, child or sibling of a missing person */
};

static bool same_id(const struct world *world, int one, const char *first, int other,
                    const char *second) {
    const char *id = world_cell(&world->persons, one, first);
    return strcmp(id, "0") && !strcmp(id, world_cell(&world->persons, other, second));
}

static struct tally tally_family(const struct world *world, int first, int end, const bool *here) {
    struct tally tally = {0};
    for (int i = first; i < end; i++) {
        tally.typed += world->sample_of_person[i] >= 0;
        if (!world_is_missing(world, i)) continue;
        tally.dead++;
        tally.dead_here += here[i];
        tally.children += world_age(world, i) < 14;
        tally.close |= world->sample_of_person[i] >= 0;
        for (int j = first; j < end; j++) {
            bool siblings = i != j && (same_id(world, i, "father", j, "father") ||
                                       same_id(world, i, "mother", j, "mother"));
            bool parent = same_id(world, i, "father", j, "id") ||
                          same_id(world, i, "mother", j, "id") ||
                          same_id(world, j, "father", i, "id") ||
                          same_id(world, j, "mother", i, "id");
            if (world->sample_of_person[j] >= 0) tally.close |= siblings || parent;
            tally.brothers += i < j && siblings && world_is_missing(world, j) &&
                              *world_cell(&world->persons, i, "sex") == 'M' &&
                              *world_cell(&world->persons, j, "sex") == 'M';
        }
    }
    return tally;
}

static void check_families(struct world *world) {
    bool *here = arena_new(&world->arena, bool, world->persons.rows);
    int *codes = arena_new(&world->arena, int, world->persons.rows);
    for (int i = 0; i < world->truth.rows; i++) {
        if (world->true_person[i] < 0) continue;
        here[world->true_person[i]] = true;
        codes[world->true_person[i]]++;
    }
    int typed_families = 0, listed = 0, untyped = 0, large = 0, elsewhere = 0, far = 0;
    int children = 0, brothers = 0, direct = 0, women = 0, apart_codes = 0;
    for (int first = 0, end; first < world->persons.rows; first = end) {
        const char *family = world_cell(&world->persons, first, "family");
        end = first;
        while (end < world->persons.rows &&
               !strcmp(world_cell(&world->persons, end, "family"), family))
            end++;
        struct tally tally = tally_family(world, first, end, here);
        children += tally.children;
        if (!tally.typed) {
            untyped += tally.dead;
            continue;
        }
        typed_families++;
        listed += tally.dead;
        large += tally.dead >= 3;
        brothers += tally.dead == 2 && tally.brothers == 1;
        elsewhere += tally.dead_here == 0;
        assert_true(tally.dead_here == tally.dead || tally.dead == 1);
        assert_in_range(tally.dead, 1, 5);
        if (tally.dead >= 3) assert_in_range(tally.typed, 2, 4);
        far += !tally.close;
    }
    for (int i = 0; i < world->persons.rows; i++) {
        if (!world_is_missing(world, i)) continue;
        women += *world_cell(&world->persons, i, "sex") == 'F';
        direct += world->sample_of_person[i] >= 0;
        apart_codes += codes[i] > 1;
        assert_true(codes[i] <= 4);
    }
    assert_in_range(typed_families, 260, 280);
    assert_int_equal(listed, 312);
    assert_int_equal(untyped, 36);
    assert_int_equal(large, 8);
    assert_int_equal(brothers, 6);
    assert_int_equal(children, 5);
    assert_in_range(elsewhere, 5, 6);
    assert_in_range(direct, 8, 10);
    assert_in_range(far, 4, 12);
    assert_in_range(women, listed * 35 / 100, listed * 65 / 100);
    assert_in_range(apart_codes, 18, 37);
    assert_int_equal(atoi(world_cell(&world->parameters, 0, "value")), 480);
}

static int grave_of(const struct world *world, int remains) {
    return atoi(world_cell(&world->remains, remains, "grave") + strlen("ELD-G"));
}

static void check_remains(struct world *world) {
    int full = 0, useless = 0, bodies = 0, men_together = 0, women_together = 0, unknown = 0;
    int *in_grave = arena_new(&world->arena, int, 1000);
    for (int i = 0; i < world->remains.rows; i++) {
        int typed = world_loci(world, world->sample_of_remains[i]);
        full += typed == 23;
        useless += typed <= 4;
        bodies += !strcmp(world_cell(&world->remains, i, "complete"), "yes");
        unknown += !strcmp(world_cell(&world->remains, i, "sex"), "?");
        in_grave[grave_of(world, i)]++;
    }
    int soldiers_grave = 0;
    for (int i = 0; i < 1000; i++)
        if (in_grave[i] > in_grave[soldiers_grave]) soldiers_grave = i;
    for (int i = 0; i < 1000; i++) assert_true(i == soldiers_grave || in_grave[i] <= 8);
    for (int i = 0; i < world->remains.rows; i++) {
        if (grave_of(world, i) != soldiers_grave) continue;
        men_together += *world_cell(&world->remains, i, "sex") != 'F';
        women_together += *world_cell(&world->remains, i, "sex") == 'F';
    }
    assert_int_equal(men_together, 17);
    assert_int_equal(women_together, 0);
    assert_in_range(full, 450 * 52 / 100, 450 * 68 / 100);
    assert_in_range(useless, 3, 26);
    assert_in_range(bodies, 450 * 65 / 100, 450 * 85 / 100);
    assert_in_range(unknown, 20, 130);
}

static void proportions_are_those_of_an_investigation(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct world world;
        world_open(&world, seed, EXAMPLE_REMAINS);
        check_families(&world);
        check_remains(&world);
        world_close(&world);
    }
}

static void check_total(const struct world *world, int remains) {
    int total = 0, away = 0, codes_unlisted = 0;
    for (int i = 0; i < world->parameters.rows; i++)
        if (!strcmp(world_cell(&world->parameters, i, "name"), "missing_total"))
            total = atoi(world_cell(&world->parameters, i, "value"));
    for (int i = 0; i < world->persons.rows; i++) away += world_is_missing(world, i);
    for (int i = 0; i < remains; i++) codes_unlisted += world->true_person[i] < 0;
    assert_in_range(total, remains * 480 / 450, remains * 480 / 450 + 1);
    /* Enough for everybody listed and, parts counted as one at most, for those who are not. */
    assert_true(total >= away);
    assert_true(total - away >= codes_unlisted * 5 / 8);
    assert_true(codes_unlisted > 0);
}

static void everybody_fits_into_the_missing_total(void **state) {
    (void)state;
    for_all(check_total);
}

static void the_seed_alone_decides(void **state) {
    (void)state;
    struct example one, same, other;
    struct error error = {0};
    assert_true(example_make(3, 100, NULL, &one, &error));
    assert_true(example_make(3, 100, NULL, &same, &error));
    assert_true(example_make(4, 100, NULL, &other, &error));
    for (int i = 0; i < EXAMPLE_FILES; i++) {
        const struct buffer *content = &one.file[i].content;
        assert_int_equal(content->size, same.file[i].content.size);
        assert_memory_equal(content->bytes, same.file[i].content.bytes, content->size);
        assert_null(strchr(content->bytes, '\r'));
    }
    /* Another seed is another investigation in the same population. */
    static const char *const drawn[] = {"profiles.tsv", "persons.tsv", "remains.tsv", "truth.tsv"};
    for (int i = 0; i < 4; i++)
        assert_string_not_equal(buffer_text(example_find(&one, drawn[i])),
                                buffer_text(example_find(&other, drawn[i])));
    assert_string_equal(buffer_text(example_find(&one, "frequencies.tsv")),
                        buffer_text(example_find(&other, "frequencies.tsv")));
    assert_null(example_find(&one, "nothing.tsv"));
    example_close(&one);
    example_close(&same);
    example_close(&other);
}

static void sizes_that_make_no_sense_are_refused(void **state) {
    (void)state;
    static const int sizes[] = {-1, 0, EXAMPLE_REMAINS_LEAST - 1, EXAMPLE_REMAINS_MOST + 1};
    for (int i = 0; i < 4; i++) {
        struct example example = {0};
        struct error error = {0};
        assert_false(example_make(1, sizes[i], NULL, &example, &error));
        assert_int_equal(error.code, ERROR_USAGE);
        assert_non_null(strstr(error.text, "12 to 20000"));
        assert_null(example.file[0].name);
    }
}

static void what_is_cancelled_leaves_nothing(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    char *folder = folder_make(&arena), **paths;
    const char *inner = files_join(&arena, folder, "example");
    struct cancel cancel = {0};
    struct error error = {0}, none = {0};
    size_t count;
    cancel_request(&cancel);
    assert_false(example_folder_write(&arena, inner, 1, 100, &cancel, &error));
    assert_int_equal(error.code, ERROR_CANCELLED);
    assert_true(files_list(&arena, folder, &paths, &count, &none));
    assert_int_equal(count, 0);
    folder_remove(folder);
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_hang_together),
        cmocka_unit_test(parents_exist_and_are_old_enough),
        cmocka_unit_test(children_share_alleles_with_their_parents),
        cmocka_unit_test(truth_agrees_with_everything_seen),
        cmocka_unit_test(population_sums_to_one_and_tells_persons_apart),
        cmocka_unit_test(proportions_are_those_of_an_investigation),
        cmocka_unit_test(everybody_fits_into_the_missing_total),
        cmocka_unit_test(the_seed_alone_decides),
        cmocka_unit_test(sizes_that_make_no_sense_are_refused),
        cmocka_unit_test(what_is_cancelled_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
