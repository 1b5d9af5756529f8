#define _GNU_SOURCE
#include "base/child_process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>

#include "base/memory.h"

/* ------------------------------------------------------------------ what it may call */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#else
#define ARCHITECTURE 0 /* unknown: every call ends the process */
#endif

#define LOAD(field)                                                                                \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
#define EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), (yes), (no))
#define HAS(bits, yes, no) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (uint32_t)(bits), (yes), (no))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, (uint32_t)(what))
#define ALLOW(call) EQUAL(SYS_##call, 0, 1), RETURN(SECCOMP_RET_ALLOW)
/* Memory, but none that could hold a program. */
#define ALLOW_DATA(call)                                                                           \
    EQUAL(SYS_##call, 0, 4), LOAD(args[2]), HAS(PROT_EXEC, 0, 1),                                  \
        RETURN(SECCOMP_RET_KILL_PROCESS), RETURN(SECCOMP_RET_ALLOW)

/* With it, errors that leave by longjmp ask where the stack of signals is. */
#ifdef __SANITIZE_ADDRESS__
#define ALLOW_SANITIZER ALLOW(sigaltstack),
#else
#define ALLOW_SANITIZER
#endif

static bool restrict_calls(void) {
    struct sock_filter filter[] = {
        LOAD(arch),          EQUAL(ARCHITECTURE, 1, 0), RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),            ALLOW(read),               ALLOW(write),
        ALLOW_DATA(mmap),    ALLOW_DATA(mprotect),      ALLOW(munmap),
        ALLOW(mremap),       ALLOW(madvise),            ALLOW(brk),
        ALLOW(mlock),        ALLOW(munlock),            ALLOW(getrandom),
        ALLOW(futex),        ALLOW(clock_gettime),      ALLOW(rt_sigprocmask),
        ALLOW(rt_sigreturn), ALLOW(exit),               ALLOW(exit_group),
        ALLOW_SANITIZER RETURN(SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

/* ------------------------------------------------------------------ the process that does the
 * work */

/* Bytes of address space that the process has already. */
static size_t space_used(void) {
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file && fscanf(file, "%lu", &pages) != 1) pages = 0;
    if (file) fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool limit(__rlimit_resource_t what, size_t most) {
    return setrlimit(what, &(struct rlimit){most, most}) == 0;
}

static bool restrict_process(const struct child_work *work) {
    size_t space = space_used();
    return space && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 &&
           limit(RLIMIT_CPU, (size_t)work->seconds + 2) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 0) && limit(RLIMIT_NPROC, 0) &&
           limit(RLIMIT_AS, space + work->memory_most) && restrict_calls();
}

static bool read_all(void *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t got = read(0, (char *)bytes + done, size - done);
        if (got <= 0) return false;
        done += (size_t)got;
    }
    return true;
}

static bool write_all(const void *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t wrote = write(0, (const char *)bytes + done, size - done);
        if (wrote <= 0) return false;
        done += (size_t)wrote;
    }
    return true;
}

struct child_reader {
    uint64_t left;
};

size_t child_read(struct child_reader *reader, void *out, size_t room) {
    if (room > reader->left) room = reader->left;
    if (!read_all(out, room)) _exit(1);
    reader->left -= room;
    return room;
}

static bool run(const struct child_work *work, struct child_reader *reader, struct buffer *answer,
                struct error *error) {
    if (work->run_reading) return work->run_reading(reader, answer, error);
    size_t size = reader->left;
    char *question = malloc(size + 1);
    if (!question) _exit(1);
    child_read(reader, question, size);
    return work->run(question, size, answer, error);
}

/* With the socket as its only descriptor, number 0. */
static _Noreturn void work_on(int socket, const struct child_work *work) {
    struct child_head head;
    struct buffer answer = {0};
    struct error error = {0};
    if (dup2(socket, 0) != 0 || close_range(1, ~0u, 0) != 0 || !restrict_process(work) ||
        !read_all(&head, sizeof head) || head.size > work->question_most)
        _exit(1);
    struct child_reader reader = {head.size};
    if (run(work, &reader, &answer, &error)) {
        head = (struct child_head){.size = answer.size};
    } else {
        buffer_close(&answer);
        buffer_add_text(&answer, error.text);
        head = (struct child_head){answer.size, error.code};
    }
    _exit(!write_all(&head, sizeof head) || !write_all(buffer_text(&answer), answer.size));
}

/* ------------------------------------------------------------------ the process that forks */

bool child_send(int socket, const void *bytes, size_t size, int descriptor) {
    struct iovec part = {(void *)bytes, size};
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        *CMSG_FIRSTHDR(&message) = (struct cmsghdr){
            .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
        memcpy(CMSG_DATA(CMSG_FIRSTHDR(&message)), &descriptor, sizeof descriptor);
    }
    ssize_t sent;
    do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)size;
}

bool child_receive(int socket, void *bytes, size_t size, int *out_descriptor) {
    struct iovec part = {bytes, size};
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t got;
    do got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    struct cmsghdr *head = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    *out_descriptor = -1;
    if (head && head->cmsg_type == SCM_RIGHTS) memcpy(out_descriptor, CMSG_DATA(head), sizeof(int));
    return got == (ssize_t)size && *out_descriptor >= 0;
}

static void fork_one(int socket, const struct child_work *work) {
    pid_t process = fork();
    if (process == 0) work_on(socket, work);
    if (process < 0) return;
    /* Nobody has waited for it yet, so the number is still its own. */
    int handle = (int)syscall(SYS_pidfd_open, process, 0);
    if (handle < 0 || !child_send(socket, "", 1, handle)) kill(process, SIGKILL);
    if (handle >= 0) close(handle);
}

_Noreturn void child_serve(int control, const struct child_work *const *works, int count) {
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGINT, &ignore, NULL);
    sigaction(SIGTERM, &ignore, NULL);
    sigaction(SIGHUP, &ignore, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    /* Nothing of the program's stays open but the socket, which becomes number 0. */
    if (dup2(control, 0) != 0 || close_range(1, ~0u, 0) != 0) _exit(1);
    for (int i = 0; i < count; i++)
        if (works[i]->prepare) works[i]->prepare();
    for (;;) {
        struct pollfd wait = {.fd = 0, .events = POLLIN};
        int number, socket;
        poll(&wait, 1, 1000);
        while (waitpid(-1, NULL, WNOHANG) > 0) continue;
        if (!wait.revents) continue;
        if (!child_receive(0, &number, sizeof number, &socket)) _exit(0);
        if (number >= 0 && number < count) fork_one(socket, works[number]);
        close(socket);
    }
}
