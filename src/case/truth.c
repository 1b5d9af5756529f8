#include "case/truth.h"

#include <string.h>

#include "base/files.h"
#include "input/names.h"
#include "input/table.h"

enum { BYTES_MOST = 16 << 20, NO_LINE = -2, NOT_LISTED = -1 };

/* ------------------------------------------------------------------ reading */

struct known {
    struct names code, person;
};

static struct known names_of(struct arena *arena, const struct dataset *dataset) {
    const char **code = arena_new(arena, const char *, dataset->remains_count + 1);
    const char **person = arena_new(arena, const char *, dataset->missing_count + 1);
    for (int r = 0; r < dataset->remains_count; r++) code[r] = dataset->remains[r].code;
    for (int j = 0; j < dataset->missing_count; j++) {
        const struct missing *who = &dataset->missing[j];
        person[j] = dataset->family[who->family].pedigree.person[who->person].id;
    }
    return (struct known){names_make(arena, dataset->remains_count, code, NAMES_EXACT),
                          names_make(arena, dataset->missing_count, person, NAMES_EXACT)};
}

static void read_rows(struct table *table, const struct known *known, int *missing) {
    static const char *const columns[] = {"remains", "person", NULL};
    if (!table_require(table, columns)) return;
    int code = table_column(table, "remains"), person = table_column(table, "person");
    while (table_next(table)) {
        int remains = names_find(&known->code, table->row[code].text);
        bool listed = strcmp(table->row[person].text, "-") != 0;
        int who = listed ? names_find(&known->person, table->row[person].text) : NOT_LISTED;
        if (remains < 0)
            reading_error(table->reading, table_place(table, code), "there are no remains \"%s\"",
                          table->row[code].text);
        else if (listed && who < 0)
            reading_error(table->reading, table_place(table, person),
                          "nobody missing has the id \"%s\"", table->row[person].text);
        else
            missing[remains] = who;
    }
}

bool truth_read(struct arena *arena, const char *path, const struct dataset *dataset,
                int **out_missing, struct error *error) {
    char *bytes;
    size_t size;
    struct table table;
    struct reading reading = {.arena = arena};
    if (!files_read(arena, path, BYTES_MOST, &bytes, &size, error)) return false;
    int *missing = arena_new(arena, int, dataset->remains_count + 1);
    for (int r = 0; r < dataset->remains_count; r++) missing[r] = NO_LINE;
    struct known known = names_of(arena, dataset);
    if (table_open(arena, path, bytes, size, &reading, &table)) read_rows(&table, &known, missing);
    if (reading.errors.count) {
        const struct reading_message *first = &reading.errors.item[0];
        return error_set(error, ERROR_BAD_INPUT, "%.200s:%d: %.200s", path, first->place.line,
                         first->text);
    }
    for (int r = 0; r < dataset->remains_count; r++)
        if (missing[r] == NO_LINE)
            return error_set(error, ERROR_BAD_INPUT, "%.200s: there is no line for %.80s", path,
                             dataset->remains[r].code);
    *out_missing = missing;
    return true;
}

/* ------------------------------------------------------------------ holding results against it */

static bool is_right(const struct identification *run, const struct verdict *verdict, int truth) {
    if (truth < 0 || verdict->best == VERDICT_NO_PAIR) return false;
    if (verdict->kind != VERDICT_ALIKE)
        return run->pairwise.pairing[verdict->best].missing == truth;
    const struct alike *alike = &run->alike[verdict->alike];
    for (int j = 0; j < alike->persons; j++)
        if (alike->missing[j] == truth) return true;
    return false;
}

struct truth_score truth_score(struct arena *arena, const struct identification *run,
                               const struct verdicts *verdicts, const int *missing) {
    struct truth_score score = {0};
    int *individuals = arena_new(arena, int, run->dataset->missing_count + 1);
    for (int i = 0; i < run->individuals.count; i++) {
        const struct individual *individual = &run->individuals.individual[i];
        const struct verdict *verdict = &verdicts->of[i];
        int truth = missing[individual->remains[0]];
        bool mixed = false;
        for (int r = 1; r < individual->count; r++)
            mixed = mixed || missing[individual->remains[r]] != truth;
        score.mixed += mixed;
        score.right[verdict->kind] += !mixed && is_right(run, verdict, truth);
        if (truth < 0) score.not_listed[verdict->kind]++;
        else if (!run->casework.informative[truth]) score.no_relative[verdict->kind]++;
        else score.nameable[verdict->kind]++;
        if (truth >= 0) score.divided += ++individuals[truth] == 2;
    }
    return score;
}
