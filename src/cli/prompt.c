#include "cli/prompt.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/files.h"

enum { LINE_MOST = 2000, PASSPHRASE_MOST = 1024 };

bool prompt_possible(void) { return isatty(STDIN_FILENO) && isatty(STDERR_FILENO); }

/* Reads a line byte by byte, so that nothing of it stays behind in a buffer of stdio. */
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

static bool take(const char *bytes, size_t size, const char *where, struct secret *out_secret,
                 struct error *error) {
    if (size == 0) return error_set(error, ERROR_DENIED, "%s: the passphrase is empty", where);
    if (!secret_open(out_secret, size, error)) return false;
    memcpy(out_secret->bytes, bytes, size);
    return true;
}

static bool read_file(const char *file, struct secret *out_secret, struct error *error) {
    struct arena scratch;
    char *bytes;
    size_t size;
    arena_open(&scratch, 0);
    bool good = files_read(&scratch, file, PASSPHRASE_MOST, &bytes, &size, error);
    if (good) {
        good = take(bytes, strcspn(bytes, "\r\n"), file, out_secret, error);
        explicit_bzero(bytes, size);
    }
    arena_close(&scratch);
    return good;
}

static bool ask(const char *whose, struct secret *out_secret, struct error *error) {
    struct termios shown, hidden;
    char line[PASSPHRASE_MOST];
    size_t size = 0;
    if (tcgetattr(STDIN_FILENO, &shown) != 0)
        return error_set(error, ERROR_DENIED, "the terminal cannot be kept from showing what is "
                                              "typed: use --passphrase-file");
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    fprintf(stderr, "passphrase of %s: ", whose);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    bool good = read_line(line, sizeof line, &size);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fprintf(stderr, "\n");
    good = good ? take(line, size, whose, out_secret, error)
                : error_set(error, ERROR_DENIED, "no passphrase of %s was given", whose);
    explicit_bzero(line, sizeof line);
    return good;
}

bool prompt_passphrase(const char *whose, const char *file, struct secret *out_secret,
                       struct error *error) {
    if (file) return read_file(file, out_secret, error);
    if (prompt_possible()) return ask(whose, out_secret, error);
    return error_set(error, ERROR_DENIED,
                     "the passphrase of %s is needed: there is no terminal to ask at, so give "
                     "--passphrase-file FILE",
                     whose);
}
