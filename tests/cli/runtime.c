#define _GNU_SOURCE /* struct ucred */
#include "cli/runtime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/folder.h"
#include "base/local.h"

char *runtime_make(struct arena *arena) {
    setenv("TMPDIR", "/dev/shm", 1);
    char *path = folder_make(arena);
    setenv("XDG_RUNTIME_DIR", path, 1);
    return path;
}

struct sockets {
    struct arena *arena;
    const char *folder, *last;
    int count;
};

static bool count_socket(void *data, const char *name, struct error *error) {
    struct sockets *sockets = data;
    (void)error;
    if (strncmp(name, "agent-", 6) != 0) return true;
    sockets->count++;
    sockets->last = files_join(sockets->arena, sockets->folder, name);
    return true;
}

static struct sockets find_sockets(struct arena *arena, const char *runtime) {
    struct error error = {0};
    struct sockets sockets = {.arena = arena};
    sockets.folder = arena_format(arena, "%s/cairn-%ld", runtime, (long)geteuid());
    if (files_is_folder(sockets.folder) &&
        !files_each(sockets.folder, count_socket, &sockets, &error))
        fail_msg("%s", error.text);
    return sockets;
}

int runtime_sockets(struct arena *arena, const char *runtime) {
    return find_sockets(arena, runtime).count;
}

/* Whoever inherited it may not have taken notice of its end (a zombie). */
bool runtime_is_running(pid_t process) {
    char path[64], state = 'X';
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)process);
    FILE *file = fopen(path, "r");
    if (!file) return false;
    if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1) state = 'X';
    fclose(file);
    return state != 'Z' && state != 'X';
}

void runtime_wait_end(pid_t process, double seconds) {
    double until = clock_seconds() + seconds;
    while (runtime_is_running(process)) {
        if (clock_seconds() > until) fail_msg("process %ld goes on", (long)process);
        usleep(1000);
    }
}

pid_t runtime_only_agent(struct arena *arena, const char *runtime) {
    struct error error = {0};
    struct sockets sockets = find_sockets(arena, runtime);
    struct ucred who;
    socklen_t size = sizeof who;
    int peer;
    assert_int_equal(sockets.count, 1);
    if (!local_connect(sockets.last, &peer, &error)) fail_msg("%s", error.text);
    assert_int_equal(getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &who, &size), 0);
    local_leave(peer);
    return who.pid;
}
