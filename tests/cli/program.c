#include "cli/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void read_back(FILE *file, struct buffer *bytes) {
    char chunk[4096];
    rewind(file);
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(bytes, chunk, got);
    fclose(file);
}

struct answer cairn_run(const char *arguments) {
    const char *program = getenv("CAIRN_BINARY");
    if (!program) {
        fputs("CAIRN_BINARY does not say where the program is\n", stderr);
        exit(1);
    }
    struct buffer line = {0};
    buffer_format(&line, "exec '%s' %s", program, arguments);
    FILE *out = tmpfile(), *err = tmpfile();
    pid_t child = fork();
    if (child == 0) {
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        execl("/bin/sh", "sh", "-c", buffer_text(&line), (char *)NULL);
        _exit(127);
    }
    struct answer answer = {.code = -1};
    int status;
    if (child > 0 && waitpid(child, &status, 0) == child)
        answer.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    read_back(out, &answer.out);
    read_back(err, &answer.err);
    buffer_close(&line);
    return answer;
}

void answer_close(struct answer *answer) {
    buffer_close(&answer->out);
    buffer_close(&answer->err);
}
