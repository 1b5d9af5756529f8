#include "base/power_image.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"

enum { FILE_MOST = 1 << 28 };

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014), over each in turn. */
static uint64_t mix(uint64_t z) {
    z += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

uint64_t power_draw(uint64_t seed, uint64_t what, uint64_t which) {
    return mix(mix(mix(seed) ^ what) ^ which);
}

/* ------------------------------------------------------------------ memory */

static bool changes(const struct power_operation *operation, size_t node) {
    return (size_t)operation->node == node &&
           (operation->kind == POWER_WRITE || operation->kind == POWER_CUT);
}

void power_image_open(struct power_image *image, const struct power *power) {
    *image = (struct power_image){.power = power};
    arena_open(&image->arena, 0);
    image->content = arena_new(&image->arena, struct power_content, power->nodes);
    image->synced = arena_new(&image->arena, size_t, power->nodes);
    for (size_t node = 0; node < power->nodes; node++) {
        struct power_content *content = &image->content[node];
        content->room = power->node[node].size;
        for (size_t i = 0; i < power->operations; i++) {
            const struct power_operation *operation = &power->operation[i];
            if (changes(operation, node) && operation->at + operation->size > content->room)
                content->room = operation->at + operation->size;
        }
        content->bytes = arena_new(&image->arena, uint8_t, content->room);
    }
}

void power_image_close(struct power_image *image) { arena_close(&image->arena); }

/* ------------------------------------------------------------------ names */

struct making {
    struct power_image *image;
    const struct power *power;
    const struct power_loss *loss;
    size_t point;
};

static void find_synced(struct making *making, bool (*lies)(const char *path)) {
    const struct power *power = making->power;
    size_t *synced = making->image->synced;
    memset(synced, 0, power->nodes * sizeof *synced);
    for (size_t i = 0; i < making->point; i++) {
        const struct power_operation *operation = &power->operation[i];
        bool all = operation->kind == POWER_SYNC_ALL;
        if (operation->kind != POWER_SYNC && !all) continue;
        size_t node = all ? 0 : (size_t)operation->node, end = all ? power->nodes : node + 1;
        for (; node < end; node++)
            if (!lies || !lies(power->node[node].path)) synced[node] = i;
    }
}

/* A move is on the disk with both of its folders. */
static bool name_is_synced(const struct making *making, size_t at) {
    const struct power_operation *operation = &making->power->operation[at];
    const size_t *synced = making->image->synced;
    return (operation->kind == POWER_LINK || at < synced[operation->from.folder]) &&
           (operation->kind == POWER_UNLINK || at < synced[operation->to.folder]);
}

/* Of `most` names that were not synced, is number `nth` there? */
static bool name_is_kept(const struct power_loss *loss, size_t nth, size_t most) {
    switch (loss->names) {
    case POWER_LOST: return false;
    case POWER_KEPT: return true;
    case POWER_DRAWN: return power_draw(loss->seed, 1, nth) & 1;
    case POWER_IN_ORDER: return nth < power_draw(loss->seed, 2, 0) % (most + 1);
    }
    return false;
}

static void make_names(struct making *making) {
    const struct power *power = making->power;
    struct power_image *image = making->image;
    size_t most = 0, nth = 0;
    image->links.count = 0;
    for (size_t i = 0; i < power->links.count; i++)
        power_links_put(&image->arena, &image->links, power->links.link[i].name,
                        power->links.link[i].node);
    for (size_t i = 0; i < making->point; i++)
        most += power->operation[i].kind <= POWER_MOVE && !name_is_synced(making, i);
    for (size_t i = 0; i < making->point; i++) {
        const struct power_operation *operation = &power->operation[i];
        if (operation->kind > POWER_MOVE) continue;
        if (!name_is_synced(making, i) && !name_is_kept(making->loss, nth++, most)) continue;
        if (operation->kind != POWER_LINK) power_links_drop(&image->links, operation->from);
        if (operation->kind != POWER_UNLINK)
            power_links_put(&image->arena, &image->links, operation->to, operation->node);
    }
}

/* ------------------------------------------------------------------ contents */

/* Of the changes to a file that were not synced, so many of `most` came to the disk: a number for
 * each unit of its bytes, and one for its size. */
static size_t changes_kept(const struct making *making, size_t node, enum power_fate fate,
                           uint64_t what, size_t most) {
    if (fate == POWER_LOST) return 0;
    if (fate == POWER_KEPT) return most;
    return power_draw(making->loss->seed, what, node) % (most + 1);
}

/* The bytes of a change, NULL for zeroes, in all units that it got to: it is number `nth` of `most`
 * that were not synced, or 0, one that was. */
static void put(struct making *making, size_t node, uint64_t from, uint64_t end,
                const uint8_t *bytes, size_t nth, size_t most) {
    struct power_content *content = &making->image->content[node];
    uint64_t unit = making->loss->unit && nth ? making->loss->unit : UINT64_MAX;
    for (uint64_t at = from, next; at < end; at = next) {
        next = end - at > unit - at % unit ? at + unit - at % unit : end;
        if (nth > changes_kept(making, node, making->loss->bytes, 4 + at / unit, most)) continue;
        if (bytes) memcpy(content->bytes + at, bytes + (at - from), next - at);
        else memset(content->bytes + at, 0, next - at);
    }
}

static void make_content(struct making *making, size_t node) {
    const struct power *power = making->power;
    const struct power_node *start = &power->node[node];
    struct power_content *content = &making->image->content[node];
    size_t most = 0, nth = 0;
    for (size_t i = making->image->synced[node]; i < making->point; i++)
        most += changes(&power->operation[i], node);
    size_t sizes_kept = changes_kept(making, node, making->loss->sizes, 3, most);
    uint64_t size = start->size; /* as the system has it */
    memset(content->bytes, 0, content->room);
    if (size) memcpy(content->bytes, start->bytes, size);
    content->size = size;
    for (size_t i = 0; i < making->point; i++) {
        const struct power_operation *operation = &power->operation[i];
        if (!changes(operation, node)) continue;
        nth += i >= making->image->synced[node];
        uint64_t end = operation->at + operation->size;
        if (operation->kind == POWER_WRITE)
            put(making, node, operation->at, end, operation->bytes, nth, most);
        else if (size > end) put(making, node, end, size, NULL, nth, most);
        if (operation->kind == POWER_CUT || end > size) size = end;
        if (nth <= sizes_kept) content->size = size;
    }
    for (uint64_t at = 0; start->mapped && at < content->size; at++)
        content->bytes[at] = (uint8_t)power_draw(0, node, at);
}

void power_image_make(struct power_image *image, size_t point, const struct power_loss *loss,
                      bool (*lies)(const char *path)) {
    struct making making = {
        .image = image, .power = image->power, .loss = loss, .point = point};
    find_synced(&making, lies);
    make_names(&making);
    for (size_t node = 0; node < image->power->nodes; node++)
        if (!image->power->node[node].folder) make_content(&making, node);
}

/* ------------------------------------------------------------------ all that can be reached */

/* Calls take(data, path, content) for each file and, with NULL, for each folder before what is in
 * it, from the node `folder` on, which is called `path`. */
static bool walk(const struct power_image *image, int folder, const char *path,
                 bool (*take)(void *data, const char *path, const struct power_content *content,
                              struct error *error),
                 void *data, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    bool done = take(data, path, NULL, error);
    for (size_t i = 0; i < image->links.count && done; i++) {
        const struct power_link *link = &image->links.link[i];
        if (link->name.folder != folder) continue;
        const char *below = files_join(&arena, path, link->name.name);
        done = image->power->node[link->node].folder
                   ? walk(image, link->node, below, take, data, error)
                   : take(data, below, &image->content[link->node], error);
    }
    arena_close(&arena);
    return done;
}

static bool add_to_digest(void *data, const char *path, const struct power_content *content,
                          struct error *error) {
    (void)error;
    digest_add(data, path, strlen(path) + 1);
    if (!content) return true;
    digest_add(data, &content->size, sizeof content->size);
    if (content->size) digest_add(data, content->bytes, content->size);
    return true;
}

struct digest power_image_digest(const struct power_image *image, struct digester *digester) {
    struct error ignored = {0};
    digest_begin(digester);
    (void)!walk(image, 0, "", add_to_digest, digester, &ignored);
    return digest_end(digester);
}

static bool write_one(void *data, const char *path, const struct power_content *content,
                      struct error *error) {
    (void)data;
    return content ? files_create(path, content->bytes, content->size, error)
                   : files_make_folder(path, error);
}

bool power_image_write(const struct power_image *image, const char *folder, struct error *error) {
    return walk(image, 0, folder, write_one, NULL, error);
}

/* ------------------------------------------------------------------ and what is there */

struct comparison {
    struct arena arena;
    size_t count;
};

static bool compare(void *data, const char *path, const struct power_content *content,
                    struct error *error) {
    struct comparison *comparison = data;
    char *bytes;
    size_t size;
    comparison->count++;
    if (!content)
        return files_is_folder(path) ||
               error_set(error, ERROR_INTERNAL, "%s is recorded and not there", path);
    if (!files_read(&comparison->arena, path, FILE_MOST, &bytes, &size, error)) return false;
    bool same = size == content->size && (!size || memcmp(bytes, content->bytes, size) == 0);
    return same || error_set(error, ERROR_INTERNAL, "%s was changed by calls that are not recorded",
                             path);
}

bool power_image_is_there(const struct power_image *image, struct error *error) {
    const char *folder = image->power->folder;
    struct comparison comparison = {0};
    char **paths;
    size_t count;
    arena_open(&comparison.arena, 0);
    bool done = walk(image, 0, folder, compare, &comparison, error) &&
                files_list(&comparison.arena, folder, &paths, &count, error);
    if (done && count + 1 != comparison.count)
        done = error_set(error, ERROR_INTERNAL, "%s: %zu files and folders were recorded, and "
                         "there are %zu", folder, comparison.count - 1, count);
    arena_close(&comparison.arena);
    return done;
}
