#include "cli/options.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "case/layout.h"
#include "input/number.h"

enum { STRUCT_MOST = 1024, NAME_WIDTH = 24 }; /* NAME_WIDTH: in the help */

static bool unknown_option(const struct option *table, const char *word, const char *name,
                           struct error *error) {
    struct nearest nearest = nearest_to(name);
    for (const struct option *option = table; option && option->name; option++)
        nearest_consider(&nearest, option->name);
    if (nearest.word)
        return error_set(error, ERROR_USAGE, "there is no option %.80s; did you mean --%s?", word,
                         nearest.word);
    return error_set(error, ERROR_USAGE, "there is no option %.80s; see --help", word);
}

static bool read_whole(const struct option *option, const char *text, void *target,
                       struct error *error) {
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    bool digits = (*text >= '0' && *text <= '9') || *text == '-' || *text == '+';
    if (!digits || end == text || *end || errno)
        return error_set(error, ERROR_USAGE, "--%s takes a whole number, not \"%.80s\"",
                         option->name, text);
    if ((double)number < option->least || (double)number > option->most)
        return error_set(error, ERROR_USAGE, "--%s is %lld; it must be between %.0f and %.0f",
                         option->name, number, option->least, option->most);
    *(int64_t *)target = number;
    return true;
}

static bool read_number(const struct option *option, const char *text, void *target,
                        struct error *error) {
    double number;
    if (!number_read(text, &number))
        return error_set(error, ERROR_USAGE, "--%s takes a number, not \"%.80s\"", option->name,
                         text);
    if (number < option->least || number > option->most)
        return error_set(error, ERROR_USAGE, "--%s is %.80s; it must be between %g and %g",
                         option->name, text, option->least, option->most);
    *(double *)target = number;
    return true;
}

static void add_choices(const struct option *option, const char *between, struct buffer *out) {
    for (int i = 0; option->choices[i]; i++)
        buffer_format(out, "%s%s", i ? between : "", option->choices[i]);
}

static bool read_choice(const struct option *option, const char *text, void *target,
                        struct error *error) {
    for (int i = 0; option->choices[i]; i++) {
        if (strcmp(text, option->choices[i]) != 0) continue;
        *(int *)target = i;
        return true;
    }
    struct buffer all = {0};
    add_choices(option, ", ", &all);
    error_set(error, ERROR_USAGE, "--%s takes one of %s, not \"%.80s\"", option->name,
              buffer_text(&all), text);
    buffer_close(&all);
    return false;
}

static bool read_value(const struct option *option, char *text, void *target,
                       struct error *error) {
    switch (option->kind) {
    case OPTION_FLAG: *(bool *)target = true; return true;
    case OPTION_WHOLE: return read_whole(option, text, target, error);
    case OPTION_NUMBER: return read_number(option, text, target, error);
    case OPTION_TEXT: *(const char **)target = text; return true;
    case OPTION_CHOICE: return read_choice(option, text, target, error);
    }
    return error_set(error, ERROR_INTERNAL, "option --%s has no kind", option->name);
}

/* The option that `word` (--name or --name=value) calls, or NULL. */
static const struct option *find_option(const struct option *table, const char *name,
                                        size_t length) {
    for (const struct option *option = table; option && option->name; option++)
        if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
            return option;
    return NULL;
}

/* Reads the option in words[*at], and moves on to its value when that is a word of its own. */
static bool read_option(const struct option *table, void *into, char **words, int count, int *at,
                        uint64_t *given, struct error *error) {
    char *word = words[*at];
    if (word[1] != '-')
        return error_set(error, ERROR_USAGE,
                         "there is no option %.80s; options are whole words: --help", word);
    char *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) - 2 : strlen(word) - 2;
    const struct option *option = find_option(table, word + 2, length);
    if (!option) {
        char name[NEAREST_WORD_MOST + 1] = "";
        if (length <= NEAREST_WORD_MOST) memcpy(name, word + 2, length);
        return unknown_option(table, word, name, error);
    }
    uint64_t bit = (uint64_t)1 << (option - table);
    if (*given & bit)
        return error_set(error, ERROR_USAGE, "--%s is given twice", option->name);
    *given |= bit;
    char *value = equals ? equals + 1 : NULL;
    if (option->kind == OPTION_FLAG && value)
        return error_set(error, ERROR_USAGE, "--%s takes no value", option->name);
    if (option->kind != OPTION_FLAG && !value) {
        if (*at + 1 >= count)
            return error_set(error, ERROR_USAGE, "--%s needs a value: --%s %s", option->name,
                             option->name, option->value ? option->value : "VALUE");
        value = words[++*at];
    }
    return read_value(option, value, (char *)into + option->target, error);
}

bool options_read(const struct option *table, void *into, size_t into_size, char **words,
                  int *count, struct error *error) {
    _Alignas(max_align_t) char draft[STRUCT_MOST];
    assert(into_size <= sizeof draft);
    if (into_size) memcpy(draft, into, into_size);
    uint64_t given = 0;
    /* First a dry run over the words, so that they are moved only when all of them are right. */
    for (int pass = 0; pass < 2; pass++) {
        int operands = 0;
        bool ended = false;
        for (int i = 0; i < *count; i++) {
            char *word = words[i];
            if (ended || word[0] != '-' || !word[1]) {
                if (pass) words[operands] = word;
                operands++;
            } else if (strcmp(word, "--") == 0) {
                ended = true;
            } else if (!read_option(table, draft, words, *count, &i, &given, error)) {
                return false;
            }
        }
        given = 0;
        if (pass) *count = operands;
    }
    if (into_size) memcpy(into, draft, into_size);
    return true;
}

void options_help(const struct option *table, struct buffer *out) {
    for (const struct option *option = table; option && option->name; option++) {
        struct buffer name = {0};
        buffer_format(&name, "--%s", option->name);
        if (option->kind == OPTION_CHOICE) {
            buffer_add_text(&name, " ");
            add_choices(option, "|", &name);
        } else if (option->kind != OPTION_FLAG) {
            buffer_format(&name, " %s", option->value ? option->value : "VALUE");
        }
        /* A long name has a line of its own. */
        bool is_long = name.size > NAME_WIDTH - 2;
        if (is_long) buffer_format(out, "  %s\n", buffer_text(&name));
        layout_field(out, 2, is_long ? "" : buffer_text(&name), NAME_WIDTH, option->help);
        buffer_close(&name);
    }
}
