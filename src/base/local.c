#define _GNU_SOURCE /* accept4, struct ucred */
#include "base/local.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"

enum { WAITING_MOST = 16 };

static bool failed(struct error *error, const char *path, const char *what) {
    return error_set(error, ERROR_STORAGE, "%s cannot be %s: %s", path, what, strerror(errno));
}

static bool address_of(const char *path, struct sockaddr_un *out, struct error *error) {
    *out = (struct sockaddr_un){.sun_family = AF_UNIX};
    _Static_assert(sizeof out->sun_path == LOCAL_PATH_MOST + 1, "the name of a socket");
    if (strlen(path) > LOCAL_PATH_MOST)
        return error_set(error, ERROR_TOO_LARGE, "%s is too long for the name of a socket, which "
                         "has at most %d bytes", path, LOCAL_PATH_MOST);
    strcpy(out->sun_path, path);
    return true;
}

static int open_socket(void) {
    if (fault_here(FAULT_OPEN)) return -1;
    return socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/* ------------------------------------------------------------------ listening */

/* The mode is that of the descriptor, so that nobody connects before it is set. */
static bool bind_and_listen(struct local *local, const struct sockaddr_un *address,
                            struct error *error) {
    struct stat about;
    if (fchmod(local->socket, 0600) != 0 ||
        bind(local->socket, (const struct sockaddr *)address, sizeof *address) != 0) {
        if (errno == EADDRINUSE)
            return error_set(error, ERROR_CONFLICT, "%s is there already", local->path);
        return failed(error, local->path, "made");
    }
    if (lstat(local->path, &about) == 0 && listen(local->socket, WAITING_MOST) == 0) {
        local->device = about.st_dev;
        local->file = about.st_ino;
        return true;
    }
    int cause = errno;
    unlink(local->path);
    errno = cause;
    return failed(error, local->path, "listened at");
}

bool local_listen(const char *path, struct local *out_local, struct error *error) {
    struct sockaddr_un address;
    struct local local = {.path = path};
    if (!address_of(path, &address, error)) return false;
    if ((local.socket = open_socket()) < 0) return failed(error, path, "made");
    if (!bind_and_listen(&local, &address, error)) {
        close(local.socket);
        return false;
    }
    *out_local = local;
    return true;
}

bool local_is_there(const struct local *local) {
    struct stat about;
    return lstat(local->path, &about) == 0 && about.st_dev == local->device &&
           about.st_ino == local->file;
}

void local_close(struct local *local) {
    if (local_is_there(local)) unlink(local->path);
    close(local->socket);
    local->socket = -1;
}

/* ------------------------------------------------------------------ the other end */

static bool is_ours(int peer) {
    struct ucred who;
    socklen_t size = sizeof who;
    return getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && who.uid == geteuid();
}

static bool check_peer(int peer, const char *path, struct error *error) {
    if (is_ours(peer)) return true;
    close(peer);
    return error_set(error, ERROR_DENIED, "%s: the process at the other end is another user's",
                     path);
}

bool local_accept(const struct local *local, int *out_peer, struct error *error) {
    int peer = accept4(local->socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (peer < 0) return failed(error, local->path, "listened at");
    if (!check_peer(peer, local->path, error)) return false;
    *out_peer = peer;
    return true;
}

bool local_connect(const char *path, int *out_peer, struct error *error) {
    struct sockaddr_un address;
    if (!address_of(path, &address, error)) return false;
    int peer = open_socket();
    if (peer < 0) return failed(error, path, "connected to");
    if (connect(peer, (const struct sockaddr *)&address, sizeof address) != 0) {
        int cause = errno;
        close(peer);
        errno = cause;
        if (cause == ENOENT || cause == ECONNREFUSED)
            return error_set(error, ERROR_NOT_FOUND, "nobody listens at %s", path);
        if (cause == EAGAIN)
            return error_set(error, ERROR_BUSY, "too many wait at %s; try again", path);
        return failed(error, path, "connected to");
    }
    if (!check_peer(peer, path, error)) return false;
    *out_peer = peer;
    return true;
}

void local_leave(int peer) { close(peer); }

/* ------------------------------------------------------------------ bytes */

static bool wait_for(int peer, short events, double until, struct error *error) {
    for (;;) {
        double left = until - clock_seconds();
        struct pollfd waiting = {.fd = peer, .events = events};
        if (left <= 0) return error_set(error, ERROR_BUSY, "the other end does not answer");
        int count = poll(&waiting, 1, (int)(left * 1000) + 1);
        if (count > 0) return true;
        if (count < 0 && errno != EINTR)
            return error_set(error, ERROR_STORAGE, "nobody can be waited for: %s", strerror(errno));
    }
}

static bool has_gone(struct error *error) {
    return error_set(error, ERROR_STORAGE, "the other end has gone");
}

bool local_send(int peer, const void *bytes, size_t size, double until, struct error *error) {
    for (const char *at = bytes; size;) {
        ssize_t sent = fault_here(FAULT_WRITE) ? -1 : send(peer, at, size, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!wait_for(peer, POLLOUT, until, error)) return false;
            continue;
        }
        if (sent < 0) return has_gone(error);
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

bool local_receive(int peer, void *bytes, size_t size, double until, struct error *error) {
    for (char *at = bytes; size;) {
        ssize_t got = fault_here(FAULT_READ) ? -1 : recv(peer, at, size, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!wait_for(peer, POLLIN, until, error)) return false;
            continue;
        }
        if (got <= 0) return has_gone(error);
        at += got;
        size -= (size_t)got;
    }
    return true;
}
