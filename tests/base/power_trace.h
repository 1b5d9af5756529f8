/* What was done to the files below a folder, one operation after another; shared by the files of
 * power.h. */
#ifndef CAIRN_TESTS_BASE_POWER_TRACE_H
#define CAIRN_TESTS_BASE_POWER_TRACE_H

#include "base/arena.h"
#include "base/power.h"

enum power_kind {
    POWER_LINK,   /* `node` got the name `to` */
    POWER_UNLINK, /* the name `from` is gone */
    POWER_MOVE,   /* both at once */
    POWER_WRITE,  /* `size` bytes at `at` of `node` */
    POWER_CUT,    /* the size of `node` is `at` */
    POWER_SYNC,   /* of `node` */
    POWER_SYNC_ALL,
    POWER_PROMISE /* `size` bytes */
};

struct power_name {
    int folder; /* a node */
    const char *name;
};

struct power_operation {
    enum power_kind kind;
    int node;
    struct power_name from, to;
    uint64_t at;
    size_t size;
    const uint8_t *bytes;
};

/* A file or folder, whatever it is called. */
struct power_node {
    bool folder;
    bool mapped; /* written to through memory, which nobody sees: what it holds is not known */
    const char *path; /* the first, from the recorded folder; "" for that itself */
    const uint8_t *bytes; /* at the beginning */
    size_t size;
};

struct power_links {
    struct power_link {
        struct power_name name;
        int node;
    } *link;
    size_t count, capacity;
};

int power_links_find(const struct power_links *links, struct power_name name); /* -1: none */
void power_links_put(struct arena *arena, struct power_links *links, struct power_name name,
                     int node);
void power_links_drop(struct power_links *links, struct power_name name);

struct power {
    struct arena arena;
    const char *folder;
    struct power_node *node; /* 0: the folder */
    size_t nodes, node_capacity;
    struct power_links links; /* at the beginning */
    struct power_operation *operation;
    size_t operations, operation_capacity;
};

/* Begins to record; power_trace_end ends it. */
struct power *power_trace_begin(const char *folder);
void power_trace_end(void);

/* ------------------------------------------------------------------ for power_calls.c */

/* Whoever does something to files does it between these two, so that what is recorded has the order
 * in which it was done. False: nothing is recorded now, and there is no leave. */
bool power_enter(void);
void power_leave(void);

/* After it was done. Paths and files that are not below the folder are left out. */
void power_opened(int file, const char *path, int flags);
void power_closed(int file);
void power_wrote(int file, const void *bytes, size_t size, uint64_t at);
void power_resized(int file, uint64_t size);
void power_mapped(int file);
void power_synced(int file);
void power_synced_all(void);
void power_made_folder(const char *path);
void power_renamed(const char *from, const char *to);
void power_removed(const char *path);

#endif
