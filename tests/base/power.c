#include "base/power.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/power_image.h"

enum { SECTOR = 512, PAGE = 4096 };

/* The ways in which everything that was not synced can go at once. */
static const struct power_loss WAYS[] = {
    {POWER_LOST, POWER_LOST, POWER_LOST, 0, 0},
    {POWER_KEPT, POWER_KEPT, POWER_KEPT, 0, 0},
    {POWER_KEPT, POWER_LOST, POWER_LOST, 0, 0}, /* new names of empty files */
    {POWER_KEPT, POWER_KEPT, POWER_LOST, 0, 0}, /* of zeroes */
    {POWER_LOST, POWER_KEPT, POWER_KEPT, 0, 0}, /* files without names, or with the old ones */
};
enum { WAY_COUNT = sizeof WAYS / sizeof WAYS[0] };

static struct power_loss draw_loss(uint64_t seed, size_t point, int nth) {
    static const enum power_fate FATES[] = {POWER_DRAWN, POWER_IN_ORDER, POWER_DRAWN, POWER_KEPT};
    static const uint64_t UNITS[] = {SECTOR, PAGE, SECTOR, 0};
    uint64_t drawn = power_draw(seed, point, (uint64_t)nth);
    return (struct power_loss){.names = FATES[drawn % 4],
                               .sizes = FATES[drawn / 4 % 2 ? 0 : 3],
                               .bytes = POWER_DRAWN,
                               .unit = UNITS[drawn / 8 % 4],
                               .seed = drawn};
}

/* ------------------------------------------------------------------ recording */

struct power *power_record(const char *folder, void (*work)(void *data), void *data) {
    struct error error = {0};
    struct power_image image;
    struct power *power = power_trace_begin(folder);
    work(data);
    power_trace_end();
    power_image_open(&image, power);
    power_image_make(&image, power->operations, &WAYS[1], NULL);
    if (!power_image_is_there(&image, &error)) fail_msg("%s", error.text);
    power_image_close(&image);
    return power;
}

void power_close(struct power *power) {
    struct arena arena = power->arena;
    arena_close(&arena);
}

size_t power_writes(const struct power *power, const char *path, uint64_t at) {
    size_t count = 0;
    for (size_t i = 0; i < power->operations; i++) {
        const struct power_operation *operation = &power->operation[i];
        count += operation->kind == POWER_WRITE && operation->at == at &&
                 strcmp(power->node[operation->node].path, path) == 0;
    }
    return count;
}

/* ------------------------------------------------------------------ cutting */

struct cutting {
    const struct power *power;
    const struct power_cuts *cuts;
    const char *folder; /* of what is found */
    struct power_image image;
    struct arena arena;
    struct digester digester;
    struct digest *seen;
    size_t seen_capacity;
    struct power_promise *promise;
    size_t promises; /* before the point */
    struct power_tally tally;
};

static bool is_sync(const struct power_operation *operation) {
    return operation->kind == POWER_SYNC || operation->kind == POWER_SYNC_ALL;
}

/* Points go from the last to the first: promises get fewer, so that what was seen already was held
 * against more. */
static bool is_new(struct cutting *cutting, const struct digest *digest) {
    struct power_tally *tally = &cutting->tally;
    tally->folders++;
    for (size_t i = 0; i < tally->different; i++)
        if (digest_equal(&cutting->seen[i], digest)) return false;
    cutting->seen = arena_grow(&cutting->arena, cutting->seen, tally->different,
                               &cutting->seen_capacity, sizeof *cutting->seen);
    cutting->seen[tally->different++] = *digest;
    return true;
}

static bool clear(const struct cutting *cutting, struct error *error) {
    return !files_is_folder(cutting->folder) || files_remove_folder(cutting->folder, error);
}

static bool check(struct cutting *cutting, struct error *error) {
    const struct power_cuts *cuts = cutting->cuts;
    if (!clear(cutting, error) || !power_image_write(&cutting->image, cutting->folder, error))
        return false;
    if (cuts->holds(cuts->data, cutting->folder, cutting->promise, cutting->promises, error))
        return true;
    /* For whoever looks for the reason, as it was before anybody opened it. */
    struct error ignored = {0};
    return clear(cutting, error) &&
           power_image_write(&cutting->image, cutting->folder, &ignored) &&
           error_set(error, ERROR_INTERNAL, "it does not hold");
}

static bool cut_at(struct cutting *cutting, size_t point, const struct power_loss *loss, int way,
                   struct error *error) {
    power_image_make(&cutting->image, point, loss, cutting->cuts->lies);
    struct digest digest = power_image_digest(&cutting->image, &cutting->digester);
    if (!is_new(cutting, &digest) || check(cutting, error)) return true;
    return error_within(error, "after %zu of %zu operations and %zu promises, way %d: %s", point,
                        cutting->power->operations, cutting->promises, way, cutting->folder);
}

static bool is_beside_sync(const struct power *power, size_t point) {
    if (point == power->operations || is_sync(&power->operation[point])) return true;
    const struct power_operation *before = point ? &power->operation[point - 1] : NULL;
    return before && (is_sync(before) || before->kind == POWER_PROMISE);
}

static bool cut_all(struct cutting *cutting, struct error *error) {
    const struct power *power = cutting->power;
    const struct power_cuts *cuts = cutting->cuts;
    for (size_t point = power->operations + 1; point-- > 0;) {
        if (point < power->operations && power->operation[point].kind == POWER_PROMISE)
            cutting->promises--;
        if (!is_beside_sync(power, point) &&
            power_draw(cuts->seed, point, 0) % (uint64_t)cuts->stride != 0)
            continue;
        cutting->tally.points++;
        for (int way = 0; way < WAY_COUNT + cuts->drawn; way++) {
            struct power_loss loss =
                way < WAY_COUNT ? WAYS[way] : draw_loss(cuts->seed, point, way);
            if (!cut_at(cutting, point, &loss, way, error)) return false;
        }
    }
    return true;
}

static void count(struct cutting *cutting) {
    const struct power *power = cutting->power;
    cutting->tally.operations = power->operations;
    cutting->promise = arena_new(&cutting->arena, struct power_promise, power->operations);
    for (size_t i = 0; i < power->operations; i++) {
        const struct power_operation *operation = &power->operation[i];
        cutting->tally.syncs += is_sync(operation);
        if (operation->kind == POWER_PROMISE)
            cutting->promise[cutting->promises++] =
                (struct power_promise){operation->bytes, operation->size};
    }
    cutting->tally.promises = cutting->promises;
}

bool power_cut(const struct power *power, const struct power_cuts *cuts,
               struct power_tally *out_tally, struct error *error) {
    struct cutting cutting = {.power = power, .cuts = cuts};
    if (!digest_open(&cutting.digester, error)) return false;
    arena_open(&cutting.arena, 0);
    power_image_open(&cutting.image, power);
    cutting.folder = arena_format(&cutting.arena, "%s.cut", power->folder);
    count(&cutting);
    bool done = cut_all(&cutting, error) && clear(&cutting, error);
    if (done) *out_tally = cutting.tally;
    power_image_close(&cutting.image);
    arena_close(&cutting.arena);
    digest_close(&cutting.digester);
    return done;
}

/* ------------------------------------------------------------------ in a test */

void power_expect(const struct power *power, const char *what, const struct power_cuts *cuts) {
    struct power_tally tally = {0};
    struct error error = {0};
    bool holds = power_cut(power, cuts, &tally, &error);
    if (!holds) fail_msg("%s, seed %llu: %s", what, (unsigned long long)cuts->seed, error.text);
    fprintf(stderr,
            "power: %s: %zu operations, %zu syncs, %zu promises; cut at %zu points in %d ways, "
            "seed %llu: %zu folders, %zu of them different, all as promised\n",
            what, tally.operations, tally.syncs, tally.promises, tally.points,
            WAY_COUNT + cuts->drawn, (unsigned long long)cuts->seed, tally.folders,
            tally.different);
}

void power_expect_loss(const struct power *power, const char *what,
                       const struct power_cuts *cuts) {
    struct power_tally tally;
    struct error error = {0};
    if (power_cut(power, cuts, &tally, &error))
        fail_msg("%s: nothing was lost in %zu different folders", what, tally.different);
    fprintf(stderr, "power: %s: %s\n", what, error.text);
    struct error ignored = {0};
    char folder[1024];
    snprintf(folder, sizeof folder, "%s.cut", power->folder);
    if (files_is_folder(folder) && !files_remove_folder(folder, &ignored))
        fail_msg("%s", ignored.text);
}

void power_how_much(struct power_cuts *cuts, int drawn, int stride) {
    const char *wanted = getenv("CAIRN_POWER");
    cuts->drawn = drawn;
    cuts->stride = stride;
    if (wanted && sscanf(wanted, "%d,%d", &cuts->drawn, &cuts->stride) != 2)
        fail_msg("CAIRN_POWER is \"%s\" and not \"folders,stride\"", wanted);
}
