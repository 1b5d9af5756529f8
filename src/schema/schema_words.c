/* Words, names and roles in the lines of a declaration. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "schema/quote.h"
#include "schema/schema_parse_parts.h"

bool parser_fault(struct schema_parser *parser, const char *format, ...) {
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return error_set(parser->error, ERROR_BAD_INPUT, "%s:%d: %s", parser->file, parser->line, text);
}

static bool is_small(char byte) { return byte >= 'a' && byte <= 'z'; }

/* Words that SQLite or PostgreSQL keep for themselves: no column may be called so. */
static bool is_sql(const char *name) {
    static const char *const words[] = {
        "add",
        "all",
        "alter",
        "analyse",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "asymmetric",
        "authorization",
        "autoincrement",
        "between",
        "binary",
        "both",
        "case",
        "cast",
        "check",
        "collate",
        "collation",
        "column",
        "commit",
        "concurrently",
        "constraint",
        "create",
        "cross",
        "current_date",
        "current_role",
        "current_time",
        "current_timestamp",
        "current_user",
        "default",
        "deferrable",
        "delete",
        "desc",
        "distinct",
        "do",
        "drop",
        "else",
        "end",
        "escape",
        "except",
        "exists",
        "false",
        "fetch",
        "for",
        "foreign",
        "freeze",
        "from",
        "full",
        "grant",
        "group",
        "having",
        "ilike",
        "in",
        "index",
        "initially",
        "inner",
        "insert",
        "intersect",
        "into",
        "is",
        "isnull",
        "join",
        "lateral",
        "leading",
        "left",
        "like",
        "limit",
        "localtime",
        "localtimestamp",
        "natural",
        "not",
        "nothing",
        "notnull",
        "null",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "outer",
        "overlaps",
        "placing",
        "primary",
        "references",
        "returning",
        "right",
        "rowid",
        "select",
        "session_user",
        "set",
        "similar",
        "some",
        "symmetric",
        "table",
        "tablesample",
        "then",
        "to",
        "trailing",
        "transaction",
        "true",
        "union",
        "unique",
        "update",
        "user",
        "using",
        "values",
        "variadic",
        "verbose",
        "when",
        "where",
        "window",
        "with",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], name) == 0) return true;
    return false;
}

/* Endings that columns of the derived tables add (column.h). */
static bool has_column_ending(const char *name) {
    static const char *const endings[] = {"_none", "_first", "_last", "_script"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (length >= ending && strcmp(name + length - ending, endings[i]) == 0) return true;
    }
    return false;
}

bool parser_word(struct schema_parser *parser, const char *name) {
    size_t length = strlen(name);
    bool good = is_small(*name) && length <= SCHEMA_NAME_MOST && name[length - 1] != '_';
    for (const char *at = name; *at; at++)
        good = good && (is_small(*at) || (*at >= '0' && *at <= '9') || *at == '_');
    if (!good)
        return parser_fault(parser,
                            "\"%s\" is no name: small letters, digits and _, at most %d of them, "
                            "and a letter first",
                            quote(name).text, SCHEMA_NAME_MOST);
    return true;
}

bool parser_name(struct schema_parser *parser, const char *name) {
    if (!parser_word(parser, name)) return false;
    if (is_sql(name) || has_column_ending(name))
        return parser_fault(parser,
                            "\"%s\" cannot be a name: it is a word of SQL, or ends in _none, "
                            "_first, _last or _script as columns of the tables do",
                            name);
    return true;
}

char *parser_trim(char *text) {
    while (*text == ' ') text++;
    size_t length = strlen(text);
    while (length && text[length - 1] == ' ') text[--length] = 0;
    return text;
}

bool parser_words(struct schema_parser *parser, char *text, int most,
                  struct schema_words *out_words) {
    const char **word = arena_new(parser->arena, const char *, most);
    int count = 0;
    char *rest;
    for (char *at = strtok_r(text, " ", &rest); at; at = strtok_r(NULL, " ", &rest)) {
        if (count == most) return parser_fault(parser, "more than %d words", most);
        word[count++] = at;
    }
    *out_words = (struct schema_words){count, word};
    return true;
}

bool parser_roles(struct schema_parser *parser, char *text, const char *between,
                  unsigned *out_roles) {
    struct schema_words words;
    unsigned roles = 0;
    if (!parser_words(parser, text, 2 * USER_ROLES, &words)) return false;
    for (int i = 0; i < words.count; i++) {
        enum user_role role;
        if (between && i % 2 == 1) {
            if (strcmp(words.word[i], between) == 0 && i + 1 < words.count) continue;
            return parser_fault(parser, "\"%s\" where \"%s\" and one more role should stand",
                                quote(words.word[i]).text, between);
        }
        if (!user_role_find(words.word[i], &role))
            return parser_fault(parser,
                                "\"%s\" is no role: administrator, field, laboratory, examiner, "
                                "liaison, press, board or custodian",
                                quote(words.word[i]).text);
        if (roles & 1u << role) return parser_fault(parser, "%s twice", words.word[i]);
        roles |= 1u << role;
    }
    if (!roles) return parser_fault(parser, "a role is missing");
    *out_roles = roles;
    return true;
}

bool parser_tier(struct schema_parser *parser, char *text, enum field_tier *out_tier,
                 unsigned *out_readers) {
    static const char restricted[] = "restricted to ";
    *out_readers = 0;
    if (strcmp(text, "public") == 0) *out_tier = TIER_PUBLIC;
    else if (strcmp(text, "team") == 0) *out_tier = TIER_TEAM;
    else if (strncmp(text, restricted, sizeof restricted - 1) == 0) {
        *out_tier = TIER_RESTRICTED;
        return parser_roles(parser, text + sizeof restricted - 1, NULL, out_readers);
    } else {
        return parser_fault(parser, "\"%s\" is no tier: public, team, or restricted to ROLES",
                            quote(text).text);
    }
    return true;
}
