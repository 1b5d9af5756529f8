#include "cli/prompt.h"

#include <stdio.h>
#include <unistd.h>

enum { LINE_MOST = 2000 };

bool prompt_possible(void) { return isatty(STDIN_FILENO) && isatty(STDERR_FILENO); }

/* Byte by byte, for what comes after the line is not ours to read. */
static bool read_line(char *text, size_t most, size_t *out_size) {
    size_t size = 0;
    char byte;
    ssize_t count;
    while ((count = read(STDIN_FILENO, &byte, 1)) == 1 && byte != '\n')
        if (size < most) text[size++] = byte;
    *out_size = size;
    return count == 1 || size > 0;
}

bool prompt_text(struct arena *arena, const char *question, char **out_text,
                 struct error *error) {
    char line[LINE_MOST];
    size_t size = 0;
    while (size == 0) {
        fprintf(stderr, "%s ", question);
        if (!read_line(line, sizeof line, &size))
            return error_set(error, ERROR_USAGE, "no answer to: %s", question);
    }
    *out_text = arena_copy_part(arena, line, size);
    return true;
}
