#include "cli/passphrase.h"

#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "cli/prompt.h"

static bool keep(const char *bytes, size_t size, struct secret *out, struct error *error) {
    if (!secret_open(out, size, error)) return false;
    memcpy(out->bytes, bytes, size);
    return true;
}

/* ------------------------------------------------------------------ from a file */

static bool keep_lines(const char *bytes, size_t size, struct passphrases *out,
                       struct error *error) {
    for (size_t at = 0; at < size;) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t length = end ? (size_t)(end - bytes) - at : size - at;
        size_t next = at + length + 1;
        if (length && bytes[at + length - 1] == '\r') length--;
        if (length == 0) return error_set(error, ERROR_BAD_INPUT, "one of its lines is empty");
        if (length > PASSPHRASE_MOST)
            return error_set(error, ERROR_TOO_LARGE, "one of its lines has more than %d bytes",
                             PASSPHRASE_MOST);
        if (out->count == PASSPHRASE_LINES_MOST)
            return error_set(error, ERROR_TOO_LARGE, "it has more than %d lines",
                             PASSPHRASE_LINES_MOST);
        if (!keep(bytes + at, length, &out->line[out->count], error)) return false;
        out->count++;
        at = next;
    }
    return out->count > 0 || error_set(error, ERROR_BAD_INPUT, "it is empty");
}

bool passphrase_open(const char *path, struct passphrases *out_passphrases, struct error *error) {
    struct passphrases passphrases = {0};
    struct arena arena;
    char *bytes;
    size_t size;
    if (!path) {
        *out_passphrases = passphrases;
        return true;
    }
    arena_open(&arena, 0);
    bool done = files_read(&arena, path, PASSPHRASE_LINES_MOST * (PASSPHRASE_MOST + 2), &bytes,
                           &size, error);
    if (done) {
        done = keep_lines(bytes, size, &passphrases, error) || error_within(error, "%s", path);
        explicit_bzero(bytes, size);
    }
    arena_close(&arena);
    if (done) *out_passphrases = passphrases;
    else passphrase_close(&passphrases);
    return done;
}

void passphrase_close(struct passphrases *passphrases) {
    for (int i = 0; i < passphrases->count; i++) secret_close(&passphrases->line[i]);
    passphrases->count = 0;
}

/* ------------------------------------------------------------------ from the terminal */

static bool ask(const char *format, const char *whose, struct secret *out, struct error *error) {
    struct arena arena;
    char line[PASSPHRASE_MOST];
    size_t size = 0;
    int terminal = prompt_terminal();
    if (terminal < 0)
        return error_set(error, ERROR_USAGE, "the passphrase of %s is needed, and there is no "
                         "terminal to ask for it; put it into a file and give --passphrase-file",
                         whose);
    arena_open(&arena, 0);
    bool done = prompt_line(terminal, arena_format(&arena, "%s of %s: ", format, whose), true, line,
                            sizeof line, &size, error);
    arena_close(&arena);
    close(terminal);
    if (done && size == 0) done = error_set(error, ERROR_BAD_INPUT, "no passphrase was given");
    done = done && keep(line, size, out, error);
    explicit_bzero(line, sizeof line);
    return done;
}

bool passphrase_ask(const char *whose, struct secret *out_passphrase, struct error *error) {
    return ask("passphrase", whose, out_passphrase, error);
}

static bool is_long_enough(const struct secret *passphrase, const char *whose,
                           struct error *error) {
    return passphrase->size >= PASSPHRASE_LEAST ||
           error_set(error, ERROR_BAD_INPUT, "the passphrase of %s has fewer than %d bytes; several "
                     "words are easy to keep in mind and hard to guess", whose, PASSPHRASE_LEAST);
}

static bool ask_twice(const char *whose, struct secret *out, struct error *error) {
    struct secret first = {0}, second = {0};
    bool done = ask("new passphrase", whose, &first, error) &&
                is_long_enough(&first, whose, error) &&
                ask("once more, the new passphrase", whose, &second, error);
    if (done && (first.size != second.size || memcmp(first.bytes, second.bytes, first.size) != 0))
        done = error_set(error, ERROR_BAD_INPUT, "the two passphrases are not the same");
    secret_close(&second);
    if (done) *out = first;
    else secret_close(&first);
    return done;
}

bool passphrase_new(const struct passphrases *passphrases, int at, const char *whose,
                    struct secret *out_passphrase, struct error *error) {
    if (passphrases->count == 0) return ask_twice(whose, out_passphrase, error);
    const struct secret *line =
        &passphrases->line[at < passphrases->count ? at : passphrases->count - 1];
    return is_long_enough(line, whose, error) &&
           keep((const char *)line->bytes, line->size, out_passphrase, error);
}
