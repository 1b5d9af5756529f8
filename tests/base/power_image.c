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

/* ------------------------------------------------------------------ names */

struct making {
    struct arena *arena;
    const struct power *power;
    const struct power_loss *loss;
    size_t point;
    size_t *synced; /* of each node: the operations before this one are on the disk */
    struct power_image image;
};

static void find_synced(struct making *making, bool (*lies)(const char *path)) {
    const struct power *power = making->power;
    making->synced = arena_new(making->arena, size_t, power->nodes);
    for (size_t i = 0; i < making->point; i++) {
        const struct power_operation *operation = &power->operation[i];
        if (operation->kind != POWER_SYNC && operation->kind != POWER_SYNC_ALL) continue;
        for (size_t node = 0; node < power->nodes; node++)
            if ((operation->kind == POWER_SYNC_ALL || (size_t)operation->node == node) &&
                !(lies && lies(power->node[node].path)))
                making->synced[node] = i;
    }
}

/* A move is on the disk with both of its folders. */
static bool name_is_synced(const struct making *making, size_t at) {
    const struct power_operation *operation = &making->power->operation[at];
    return (operation->kind == POWER_LINK || at < making->synced[operation->from.folder]) &&
           (operation->kind == POWER_UNLINK || at < making->synced[operation->to.folder]);
}

static bool name_is_there(const struct making *making, size_t at) {
    const struct power_loss *loss = making->loss;
    if (name_is_synced(making, at)) return true;
    switch (loss->names) {
    case POWER_LOST: return false;
    case POWER_KEPT: return true;
    case POWER_DRAWN: return power_draw(loss->seed, 1, at) & 1;
    case POWER_IN_ORDER: return at < power_draw(loss->seed, 2, 0) % (making->point + 1);
    }
    return false;
}

static void make_names(struct making *making) {
    const struct power *power = making->power;
    struct power_links *links = &making->image.links;
    for (size_t i = 0; i < power->links.count; i++)
        power_links_put(making->arena, links, power->links.link[i].name,
                        power->links.link[i].node);
    for (size_t i = 0; i < making->point; i++) {
        const struct power_operation *operation = &power->operation[i];
        if (operation->kind > POWER_MOVE || !name_is_there(making, i)) continue;
        if (operation->kind != POWER_LINK) power_links_drop(links, operation->from);
        if (operation->kind != POWER_UNLINK)
            power_links_put(making->arena, links, operation->to, operation->node);
    }
}

/* ------------------------------------------------------------------ contents */

/* How many of the changes to a file that were not synced came to the disk, of `most`: a number for
 * each unit of its bytes, and one for its size. */
static size_t changes_kept(const struct making *making, int node, enum power_fate fate,
                           uint64_t what, size_t most) {
    if (fate == POWER_LOST) return 0;
    if (fate == POWER_KEPT) return most;
    return power_draw(making->loss->seed, what, (uint64_t)node) % (most + 1);
}

static size_t bytes_kept(const struct making *making, int node, uint64_t at, size_t most) {
    uint64_t unit = making->loss->unit;
    return changes_kept(making, node, making->loss->bytes, 4 + (unit ? at / unit : 0), most);
}

static void give_room(struct making *making, struct power_content *content, uint64_t size) {
    if (size <= content->room) return;
    uint64_t room = content->room ? content->room : 4096;
    while (room < size) room *= 2;
    uint8_t *bytes = arena_new(making->arena, uint8_t, room);
    if (content->room) memcpy(bytes, content->bytes, content->room);
    content->bytes = bytes;
    content->room = room;
}

/* The bytes of one change, NULL for zeroes, in all units that got to it: change number `nth` of
 * `most` that were not synced, 0 for one that was. */
static void put(struct making *making, int node, uint64_t from, uint64_t end, const uint8_t *bytes,
                size_t nth, size_t most) {
    struct power_content *content = &making->image.content[node];
    uint64_t unit = making->loss->unit;
    if (!unit) unit = UINT64_MAX;
    for (uint64_t at = from, next; at < end; at = next) {
        next = end - at > unit - at % unit ? at + unit - at % unit : end;
        if (nth > bytes_kept(making, node, at, most)) continue;
        if (bytes) memcpy(content->bytes + at, bytes + (at - from), next - at);
        else memset(content->bytes + at, 0, next - at);
    }
}

static bool changes(const struct power_operation *operation, int node) {
    return operation->node == node &&
           (operation->kind == POWER_WRITE || operation->kind == POWER_CUT);
}

static void make_content(struct making *making, int node) {
    const struct power *power = making->power;
    const struct power_node *start = &power->node[node];
    struct power_content *content = &making->image.content[node];
    size_t most = 0, nth = 0;
    for (size_t i = making->synced[node]; i < making->point; i++)
        most += changes(&power->operation[i], node);
    size_t sizes_kept = changes_kept(making, node, making->loss->sizes, 3, most);
    uint64_t size = start->size; /* as the system has it */
    give_room(making, content, size);
    if (size) memcpy(content->bytes, start->bytes, size);
    content->size = size;
    for (size_t i = 0; i < making->point; i++) {
        const struct power_operation *operation = &power->operation[i];
        if (!changes(operation, node)) continue;
        nth += i >= making->synced[node];
        uint64_t end = operation->at + operation->size;
        give_room(making, content, end);
        if (operation->kind == POWER_WRITE)
            put(making, node, operation->at, end, operation->bytes, nth, most);
        else if (size > end)
            put(making, node, end, size, NULL, nth, most);
        if (operation->kind == POWER_CUT || end > size) size = end;
        if (nth <= sizes_kept) content->size = size;
    }
    if (content->size > content->room) give_room(making, content, content->size);
    for (uint64_t at = 0; start->mapped && at < content->size; at++)
        content->bytes[at] = (uint8_t)power_draw(0, (uint64_t)node, at);
}

struct power_image power_image_at(struct arena *arena, const struct power *power, size_t point,
                                  const struct power_loss *loss, bool (*lies)(const char *path)) {
    struct making making = {.arena = arena, .power = power, .loss = loss, .point = point};
    find_synced(&making, lies);
    make_names(&making);
    making.image.content = arena_new(arena, struct power_content, power->nodes);
    for (size_t node = 0; node < power->nodes; node++)
        if (!power->node[node].folder) make_content(&making, (int)node);
    return making.image;
}

/* ------------------------------------------------------------------ all that can be reached */

/* Calls take(data, path, content) for each file and, with NULL, for each folder before what is in
 * it, from the node `folder` on, which is called `path`. */
static bool walk(const struct power *power, const struct power_image *image, int folder,
                 const char *path,
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
        done = power->node[link->node].folder
                   ? walk(power, image, link->node, below, take, data, error)
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

struct digest power_image_digest(const struct power *power, const struct power_image *image,
                                 struct digester *digester) {
    struct error ignored = {0};
    digest_begin(digester);
    (void)!walk(power, image, 0, "", add_to_digest, digester, &ignored);
    return digest_end(digester);
}

static bool write_one(void *data, const char *path, const struct power_content *content,
                      struct error *error) {
    (void)data;
    return content ? files_create(path, content->bytes, content->size, error)
                   : files_make_folder(path, error);
}

bool power_image_write(const struct power *power, const struct power_image *image,
                       const char *folder, struct error *error) {
    return walk(power, image, 0, folder, write_one, NULL, error);
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

bool power_image_is_there(const struct power *power, const struct power_image *image,
                          struct error *error) {
    struct comparison comparison = {0};
    char **paths;
    size_t count;
    arena_open(&comparison.arena, 0);
    bool done = walk(power, image, 0, power->folder, compare, &comparison, error) &&
                files_list(&comparison.arena, power->folder, &paths, &count, error);
    if (done && count + 1 != comparison.count)
        done = error_set(error, ERROR_INTERNAL, "%s: %zu files and folders were recorded, and there "
                         "are %zu", power->folder, comparison.count - 1, count);
    arena_close(&comparison.arena);
    return done;
}
