#include <stdio.h>
#include <stdlib.h>

#include "identify/elimination.h"
#include "identify/elimination_program.h"

void workspace_close(struct workspace *workspace) {
    free(workspace->bytes);
    *workspace = (struct workspace){0};
}

static void *workspace_room(struct workspace *workspace, size_t size) {
    if (size <= workspace->size) return workspace->bytes;
    free(workspace->bytes);
    workspace->size = size + size / 2;
    workspace->bytes = aligned_alloc(64, (workspace->size + 63) / 64 * 64);
    if (!workspace->bytes) {
        fprintf(stderr, "cairn: out of memory: a likelihood needs %zu bytes\n", workspace->size);
        exit(70);
    }
    return workspace->bytes;
}

/* Inner loops are built for several widths of vector registers and chosen at the start. None of
 * them contracts or reorders sums, so the width does not show in the result. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ACROSS_MACHINES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ACROSS_MACHINES
#endif

#define REAL double
#define OF(x) ((double)(x))
#define TIMES(a, b) ((a) * (b))
#define PLUS(a, b) ((a) + (b))
#define NAME(x) x##_double
#include "identify/elimination_kernel.inc"
#undef REAL
#undef OF
#undef TIMES
#undef PLUS
#undef NAME
#undef ACROSS_MACHINES

#define ACROSS_MACHINES
#define REAL struct wide
#define OF(x) wide_of(x)
#define TIMES(a, b) wide_times(a, b)
#define PLUS(a, b) wide_plus(a, b)
#define NAME(x) x##_wide
#include "identify/elimination_kernel.inc"

const double *program_run(const struct program *program, const struct program_input *input,
                          struct workspace *workspace) {
    return run_double(program, input, workspace);
}

const struct wide *program_run_wide(const struct program *program,
                                    const struct program_input *input,
                                    struct workspace *workspace) {
    return run_wide(program, input, workspace);
}
