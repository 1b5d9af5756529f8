#define _GNU_SOURCE
#include "base/power_trace.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/files.h"

enum { DESCRIPTORS = 4096, NODES = 4096, FILE_MOST = 1 << 28, PATH_ROOM = 512 };

/* Whoever calls the system has no place to carry it in, so it is the process's. */
static struct {
    pthread_mutex_t lock;
    atomic_bool on;
    struct power *power;
    struct power_links links;  /* as they are now */
    int node_of[DESCRIPTORS];  /* of an open file, plus one; 0: none of ours */
    uint64_t size[NODES];      /* of a node */
} now = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ------------------------------------------------------------------ names */

static size_t find_link(const struct power_links *links, struct power_name name) {
    size_t i = 0;
    while (i < links->count && (links->link[i].name.folder != name.folder ||
                                strcmp(links->link[i].name.name, name.name) != 0))
        i++;
    return i;
}

int power_links_find(const struct power_links *links, struct power_name name) {
    size_t at = find_link(links, name);
    return at < links->count ? links->link[at].node : -1;
}

void power_links_put(struct arena *arena, struct power_links *links, struct power_name name,
                     int node) {
    size_t at = find_link(links, name);
    if (at == links->count) {
        links->link = arena_grow(arena, links->link, links->count, &links->capacity,
                                 sizeof *links->link);
        links->count++;
    }
    links->link[at] = (struct power_link){name, node};
}

void power_links_drop(struct power_links *links, struct power_name name) {
    size_t at = find_link(links, name);
    if (at < links->count) links->link[at] = links->link[--links->count];
}

/* The name that a path has below the folder; false: it has none there. */
static bool find_name(const char *path, struct power_name *out_name) {
    const char *folder = now.power->folder;
    size_t length = strlen(folder);
    if (strncmp(path, folder, length) != 0 || path[length] != '/') return false;
    char part[PATH_ROOM];
    struct power_name name = {0, NULL};
    for (const char *at = path + length; *at;) {
        while (*at == '/') at++;
        size_t size = strcspn(at, "/");
        if (size == 0) break; /* a slash at the end */
        if (name.name) name.folder = power_links_find(&now.links, name);
        if (name.folder < 0 || size >= sizeof part) return false;
        memcpy(part, at, size);
        part[size] = 0;
        name.name = part;
        at += size;
    }
    if (!name.name) return false;
    name.name = arena_copy(&now.power->arena, part);
    *out_name = name;
    return true;
}

static int node_of_path(const char *path) {
    struct power_name name;
    if (strcmp(path, now.power->folder) == 0) return 0;
    return find_name(path, &name) ? power_links_find(&now.links, name) : -1;
}

static int node_of_file(int file) {
    return file >= 0 && file < DESCRIPTORS ? now.node_of[file] - 1 : -1;
}

/* ------------------------------------------------------------------ what is recorded */

static int add_node(struct power_name name, bool folder) {
    struct power *power = now.power;
    const char *above = power->nodes ? power->node[name.folder].path : "";
    assert_true(power->nodes < NODES);
    power->node = arena_grow(&power->arena, power->node, power->nodes, &power->node_capacity,
                             sizeof *power->node);
    power->node[power->nodes] = (struct power_node){
        .folder = folder,
        .path = *above ? files_join(&power->arena, above, name.name) : name.name};
    now.size[power->nodes] = 0;
    return (int)power->nodes++;
}

static void add(struct power_operation operation) {
    struct power *power = now.power;
    if (operation.bytes)
        operation.bytes = (uint8_t *)arena_copy_part(&power->arena, (const char *)operation.bytes,
                                                     operation.size);
    power->operation = arena_grow(&power->arena, power->operation, power->operations,
                                  &power->operation_capacity, sizeof *power->operation);
    power->operation[power->operations++] = operation;
}

static int make(struct power_name name, bool folder) {
    int node = add_node(name, folder);
    power_links_put(&now.power->arena, &now.links, name, node);
    add((struct power_operation){.kind = POWER_LINK, .node = node, .to = name});
    return node;
}

static void resize(int node, uint64_t size) {
    if (now.size[node] != size)
        add((struct power_operation){.kind = POWER_CUT, .node = node, .at = size});
    now.size[node] = size;
}

void power_opened(int file, const char *path, int flags) {
    struct power_name name;
    int node = node_of_path(path);
    bool nameless = (flags & O_TMPFILE) == O_TMPFILE; /* nothing of it is ever found again */
    assert_in_range(file, 0, DESCRIPTORS - 1);
    if (node < 0 && flags & O_CREAT && find_name(path, &name)) node = make(name, false);
    else if (node >= 0 && flags & O_TRUNC) resize(node, 0);
    now.node_of[file] = nameless ? 0 : node + 1;
}

void power_closed(int file) {
    if (file >= 0 && file < DESCRIPTORS) now.node_of[file] = 0;
}

void power_wrote(int file, const void *bytes, size_t size, uint64_t at) {
    int node = node_of_file(file);
    if (node < 0 || size == 0) return;
    if (at + size > now.size[node]) now.size[node] = at + size;
    add((struct power_operation){
        .kind = POWER_WRITE, .node = node, .at = at, .size = size, .bytes = bytes});
}

void power_resized(int file, uint64_t size) {
    int node = node_of_file(file);
    if (node >= 0) resize(node, size);
}

void power_mapped(int file) {
    int node = node_of_file(file);
    if (node >= 0) now.power->node[node].mapped = true;
}

void power_synced(int file) {
    int node = node_of_file(file);
    if (node >= 0) add((struct power_operation){.kind = POWER_SYNC, .node = node});
}

void power_synced_all(void) { add((struct power_operation){.kind = POWER_SYNC_ALL}); }

void power_made_folder(const char *path) {
    struct power_name name;
    if (find_name(path, &name)) make(name, true);
}

void power_renamed(const char *from, const char *to) {
    struct power_name old, new;
    bool leaves = find_name(from, &old), comes = find_name(to, &new);
    if (!leaves && !comes) return;
    assert_true(leaves && comes); /* nothing is moved into the folder, or out of it */
    int node = power_links_find(&now.links, old);
    power_links_drop(&now.links, old);
    power_links_put(&now.power->arena, &now.links, new, node);
    add((struct power_operation){.kind = POWER_MOVE, .node = node, .from = old, .to = new});
}

void power_removed(const char *path) {
    struct power_name name;
    if (!find_name(path, &name)) return;
    power_links_drop(&now.links, name);
    add((struct power_operation){.kind = POWER_UNLINK, .from = name});
}

bool power_enter(void) {
    if (!now.on) return false;
    pthread_mutex_lock(&now.lock);
    if (now.on) return true;
    pthread_mutex_unlock(&now.lock);
    return false;
}

void power_leave(void) { pthread_mutex_unlock(&now.lock); }

void power_promise(const void *bytes, size_t size) {
    if (!power_enter()) return;
    add((struct power_operation){.kind = POWER_PROMISE, .size = size, .bytes = bytes});
    power_leave();
}

/* ------------------------------------------------------------------ beginning and end */

static void note_what_is_there(struct power *power) {
    struct error error = {0};
    char **paths;
    size_t count;
    if (!files_list(&power->arena, power->folder, &paths, &count, &error))
        fail_msg("%s", error.text);
    /* Sorted: a folder comes before what is in it. */
    for (size_t i = 0; i < count; i++) {
        struct power_name name;
        char *path = files_join(&power->arena, power->folder, paths[i]), *bytes;
        assert_true(find_name(path, &name));
        int node = add_node(name, files_is_folder(path));
        power_links_put(&power->arena, &now.links, name, node);
        if (power->node[node].folder) continue;
        if (!files_read(&power->arena, path, FILE_MOST, &bytes, &power->node[node].size, &error))
            fail_msg("%s", error.text);
        power->node[node].bytes = (uint8_t *)bytes;
        now.size[node] = power->node[node].size;
    }
    for (size_t i = 0; i < now.links.count; i++)
        power_links_put(&power->arena, &power->links, now.links.link[i].name,
                        now.links.link[i].node);
}

struct power *power_trace_begin(const char *folder) {
    struct arena arena;
    assert_false(now.on);
    arena_open(&arena, 0);
    struct power *power = arena_new(&arena, struct power, 1);
    power->arena = arena;
    power->folder = arena_copy(&power->arena, folder);
    now.power = power;
    now.links = (struct power_links){0};
    memset(now.node_of, 0, sizeof now.node_of);
    add_node((struct power_name){0, ""}, true);
    note_what_is_there(power);
    now.on = true;
    return power;
}

void power_trace_end(void) {
    pthread_mutex_lock(&now.lock);
    now.on = false;
    now.power = NULL;
    pthread_mutex_unlock(&now.lock);
}
