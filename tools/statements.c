/* statements OUT.h FILE.sql...: makes a header of constants from files of SQL, at build.
 *
 *     -- name: log_leaf           one statement; becomes LOG_LEAF
 *     -- What it answers.
 *     select leaf_hash from log where leaf_index = $1;
 *
 *     -- script: record_make      several statements without parameters
 *
 * Anything that the two databases would not both understand in the same way is refused with file
 * and line, and no header is made. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FILE_MOST = 1 << 20, NAME_MOST = 48, BLOCKS_MOST = 1000, PARAMETERS_MOST = 64 };

struct block {
    char name[NAME_MOST];
    const char *path;
    int line; /* of its name */
    bool script;
    int parameters;
    int statements; /* ended by a semicolon */
    char *text;     /* with room for FILE_MOST bytes */
    size_t size;
};

struct maker {
    struct block blocks[BLOCKS_MOST];
    int count;
    const char *path; /* where it is reading */
    int line;
    struct block *block;            /* that it is reading; NULL before the first of a file */
    bool seen[PARAMETERS_MOST + 1]; /* its parameters */
};

static _Noreturn void refuse(const struct maker *maker, const char *format, ...) {
    va_list values;
    va_start(values, format);
    fprintf(stderr, "%s:%d: ", maker->path, maker->line);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    exit(1);
}

static char *read_file(struct maker *maker) {
    FILE *file = fopen(maker->path, "rb");
    char *text = malloc(FILE_MOST + 1);
    if (!file || !text) refuse(maker, "cannot be read");
    size_t size = fread(text, 1, FILE_MOST + 1, file);
    if (ferror(file)) refuse(maker, "cannot be read");
    if (size > FILE_MOST) refuse(maker, "is larger than %d bytes", FILE_MOST);
    fclose(file);
    text[size] = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 127 || (c < 32 && c != '\n'))
            refuse(maker, "byte %zu is neither printable ASCII nor the end of a line", i);
    }
    return text;
}

/* Is the block whole that ends where the next one begins, or the file ends? */
static void end_block(struct maker *maker) {
    struct block *block = maker->block;
    if (!block) return;
    int line = maker->line;
    maker->line = block->line;
    while (block->size && block->text[block->size - 1] == ' ') block->size--;
    if (!block->size) refuse(maker, "%s has no statement", block->name);
    if (block->text[block->size - 1] != ';')
        refuse(maker, "%s does not end with a semicolon", block->name);
    if (!block->script) block->size--;
    block->text[block->size] = 0;
    for (int i = 1; i <= block->parameters; i++)
        if (!maker->seen[i])
            refuse(maker, "%s has $%d but no $%d", block->name, block->parameters, i);
    maker->line = line;
    maker->block = NULL;
}

static void begin_block(struct maker *maker, const char *name, size_t length, bool script) {
    end_block(maker);
    if (maker->count == BLOCKS_MOST) refuse(maker, "more than %d statements", BLOCKS_MOST);
    struct block *block = &maker->blocks[maker->count];
    bool fine = length > 0 && length < NAME_MOST && islower((unsigned char)name[0]);
    for (size_t i = 0; i < length; i++)
        fine = fine && (islower((unsigned char)name[i]) || isdigit((unsigned char)name[i]) ||
                        name[i] == '_');
    if (!fine)
        refuse(maker, "a name has at most %d small letters, digits and _, and begins with a letter",
               NAME_MOST - 1);
    *block = (struct block){.path = maker->path, .line = maker->line, .script = script,
                            .text = malloc(FILE_MOST + 1)};
    if (!block->text) refuse(maker, "out of memory");
    memcpy(block->name, name, length);
    for (int i = 0; i < maker->count; i++)
        if (!strcmp(maker->blocks[i].name, block->name))
            refuse(maker, "%s is already in %s:%d", block->name, maker->blocks[i].path,
                   maker->blocks[i].line);
    memset(maker->seen, 0, sizeof maker->seen);
    maker->block = block;
    maker->count++;
}

/* Does the comment at `at` say `word` and a name? Then *out_name is where the name begins. A word
 * that is only nearly so would quietly join two statements. */
static bool names(struct maker *maker, const char *at, const char *word, bool starts_line,
                  const char **out_name) {
    size_t length = strlen(word);
    const char *first = at + strspn(at, "- ");
    if (strncasecmp(first, word, length) != 0) return false;
    if (!starts_line || first != at + 3 || strncmp(first, word, length) != 0 ||
        first[length] != ' ')
        refuse(maker, "a line that names a block begins with `-- %s `", word);
    *out_name = first + length + 1;
    return true;
}

/* The comment that begins at `at`; returns where its line ends. */
static const char *read_comment(struct maker *maker, const char *at, bool starts_line) {
    const char *end = at + strcspn(at, "\n"), *last = end, *name;
    while (last > at && last[-1] == ' ') last--;
    if (names(maker, at, "name:", starts_line, &name))
        begin_block(maker, name, (size_t)(last - name), false);
    else if (names(maker, at, "script:", starts_line, &name))
        begin_block(maker, name, (size_t)(last - name), true);
    return end;
}

static void add(struct block *block, char c) { block->text[block->size++] = c; }

/* Text in single quotes, '' for one of them; returns what follows it. */
static const char *read_quoted(struct maker *maker, struct block *block, const char *at) {
    add(block, *at++);
    while (*at != '\'' || at[1] == '\'') {
        if (*at == 0 || *at == '\n') refuse(maker, "a quote is not closed on its line");
        if (*at == '"' || *at == '\\') refuse(maker, "%c may not be in a text; bind it", *at);
        if (*at == '\'') add(block, *at++);
        add(block, *at++);
    }
    add(block, *at++);
    return at;
}

static const char *read_parameter(struct maker *maker, struct block *block, const char *at) {
    int number = 0, digits = 0;
    if (block->script) refuse(maker, "a script has no parameters");
    add(block, *at++);
    for (; isdigit((unsigned char)*at) && digits < 3; digits++) {
        number = 10 * number + (*at - '0');
        add(block, *at++);
    }
    if (!digits || number < 1 || number > PARAMETERS_MOST || isalnum((unsigned char)*at))
        refuse(maker, "a parameter is $1 to $%d", PARAMETERS_MOST);
    maker->seen[number] = true;
    if (number > block->parameters) block->parameters = number;
    return at;
}

/* One character of SQL, or what hangs together; returns what follows it. */
static const char *read_sql(struct maker *maker, const char *at) {
    struct block *block = maker->block;
    if (!block) refuse(maker, "what stands before the first `-- name: ` belongs to no statement");
    if (block->statements && !block->script)
        refuse(maker, "%s has more than one statement; where the next one begins, `-- name: ` is "
               "missing", block->name);
    if (*at == '\'') return read_quoted(maker, block, at);
    if (*at == '$') return read_parameter(maker, block, at);
    if (strchr("?@:", *at)) refuse(maker, "parameters are $1, $2 ..., not %c", *at);
    if (strchr("\"`[\\", *at)) refuse(maker, "names are not quoted: %c", *at);
    if (*at == '/' && at[1] == '*') refuse(maker, "comments begin with --");
    if (*at == ';') {
        if (!block->size || block->text[block->size - 1] == ';')
            refuse(maker, "an empty statement");
        block->statements++;
    }
    add(block, *at);
    return at + 1;
}

static void read_blocks(struct maker *maker, const char *text) {
    bool starts_line = true;
    for (const char *at = text; *at;) {
        struct block *block = maker->block;
        if (*at == '-' && at[1] == '-') {
            at = read_comment(maker, at, starts_line);
        } else if (*at == '\n' || *at == ' ') {
            if (block && block->size && block->text[block->size - 1] != ' ') add(block, ' ');
            maker->line += *at == '\n';
            starts_line = *at++ == '\n';
        } else {
            at = read_sql(maker, at);
            starts_line = false;
        }
    }
    end_block(maker);
}

static void write_constant(FILE *out, const char *name) {
    for (; *name; name++) fputc(toupper((unsigned char)*name), out);
}

static void write_header(const struct maker *maker, FILE *out) {
    fputs("/* Made by tools/statements.c. */\n#ifndef CAIRN_STORE_STATEMENTS_H\n"
          "#define CAIRN_STORE_STATEMENTS_H\n\n#include \"store/statement.h\"\n", out);
    for (int i = 0; i < maker->count; i++) {
        const struct block *block = &maker->blocks[i];
        fputs("\nstatic const struct statement ", out);
        write_constant(out, block->name);
        fprintf(out, " = {\n    \"%s\",\n    \"%s\",\n    %d, %s};\n", block->name, block->text,
                block->parameters, block->script ? "true" : "false");
    }
    fprintf(out, "\n/* All of them. */\nenum { STATEMENTS = %d };\n"
            "static const struct statement *const STATEMENT[STATEMENTS] = {\n", maker->count);
    for (int i = 0; i < maker->count; i++) {
        fputs("    &", out);
        write_constant(out, maker->blocks[i].name);
        fputs(",\n", out);
    }
    fputs("};\n\n#endif\n", out);
}

int main(int count, char **words) {
    static struct maker maker;
    if (count < 3) {
        fputs("statements OUT.h FILE.sql...\n", stderr);
        return 2;
    }
    for (int i = 2; i < count; i++) {
        maker.path = words[i];
        maker.line = 1;
        char *text = read_file(&maker);
        read_blocks(&maker, text);
        free(text);
    }
    FILE *out = fopen(words[1], "w");
    if (!out) {
        perror(words[1]);
        return 1;
    }
    write_header(&maker, out);
    for (int i = 0; i < maker.count; i++) free(maker.blocks[i].text);
    if (ferror(out) | fclose(out)) {
        perror(words[1]);
        remove(words[1]);
        return 1;
    }
    return 0;
}
