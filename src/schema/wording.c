#include "schema/wording.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "schema/none.h"

/* Parts of names that are not written as their letters stand. */
static const char *const ABBREVIATIONS[][2] = {
    {"3d", "3D"},
    {"a", "A"},
    {"b", "B"},
    {"c", "C"},
    {"ce", "CE"},
    {"d", "D"},
    {"dna", "DNA"},
    {"gnss", "GNSS"},
    {"gpr", "GPR"},
    {"http", "HTTP"},
    {"iccid", "ICCID"},
    {"id", "number"},
    {"ids", "numbers"},
    {"imei", "IMEI"},
    {"istanbul", "Istanbul"},
    {"lr", "LR"},
    {"mlni", "MLNI"},
    {"mni", "MNI"},
    {"mps", "MPS"},
    {"mrz", "MRZ"},
    {"mt", "mtDNA"},
    {"mtdna", "mtDNA"},
    {"munsell", "Munsell"},
    {"ngo", "NGO"},
    {"rtk", "RTK"},
    {"sha256", "SHA-256"},
    {"sim", "SIM"},
    {"snp", "SNP"},
    {"str", "STR"},
    {"url", "address"},
    {"y", "Y"},
};

/* Words that mean one thing in one field and something else in another. */
static const char *const AMBIGUOUS[] = {
    "at", "authority", "basis", "both", "by", "confirmed_by", "court", "family", "female", "fill",
    "full", "given", "holds", "male", "marker", "marks", "missing", "name", "north", "number",
    "open", "relation", "relations", "report", "reported", "revoked", "scope", "site", "state",
    "subject", "taken", "withdrawn",
};

enum {
    ABBREVIATION_COUNT = sizeof ABBREVIATIONS / sizeof *ABBREVIATIONS,
    AMBIGUOUS_COUNT = sizeof AMBIGUOUS / sizeof *AMBIGUOUS
};

static void add_part(struct buffer *out, const char *part, size_t length) {
    for (int i = 0; i < ABBREVIATION_COUNT; i++) {
        if (strlen(ABBREVIATIONS[i][0]) != length || memcmp(ABBREVIATIONS[i][0], part, length) != 0)
            continue;
        buffer_add_text(out, ABBREVIATIONS[i][1]);
        return;
    }
    buffer_add(out, part, length);
}

char *wording_choice(struct arena *arena, const char *word) {
    struct buffer out = {0};
    for (const char *at = word; *at;) {
        size_t length = strcspn(at, "_");
        add_part(&out, at, length);
        at += length;
        if (*at) buffer_add_text(&out, " ");
        at += *at != 0;
    }
    char *text = arena_copy(arena, buffer_text(&out));
    buffer_close(&out);
    return text;
}

char *wording_name(struct arena *arena, const char *word) {
    char *text = wording_choice(arena, word);
    /* mtDNA begins small. */
    if (!isupper((unsigned char)text[0]) && strncmp(text, "mtDNA", 5) != 0)
        *text = (char)toupper((unsigned char)*text);
    return text;
}

char *wording_kinds(struct arena *arena, const struct schema *schema) {
    return wording_name(arena, arena_copy_part(arena, schema->table,
                                               strcspn(schema->table, ".")));
}

const char *wording_context(const struct schema_field *field, const char *word) {
    for (int i = 0; i < AMBIGUOUS_COUNT; i++)
        if (!strcmp(AMBIGUOUS[i], word)) return field->sentence;
    return NULL;
}

/* ------------------------------------------------------------------ all of them */

static bool has_letters(const char *word) {
    for (; *word; word++)
        if (isalpha((unsigned char)*word)) return true;
    return false;
}

static void take_field(struct arena *arena, const struct schema_field *field, wording_take *take,
                       void *data) {
    take(data, wording_context(field, field->name), wording_name(arena, field->name));
    take(data, NULL, field->sentence);
    for (int i = 0; field->type == FIELD_CHOICE && i < field->words.count; i++)
        if (has_letters(field->words.word[i]))
            take(data, wording_context(field, field->words.word[i]),
                 wording_choice(arena, field->words.word[i]));
    for (int i = 0; i < field->part_count; i++) take_field(arena, &field->parts[i], take, data);
}

void wording_each(const struct schema *list, int count, wording_take *take, void *data) {
    struct arena arena;
    arena_open(&arena, 0);
    for (int i = 0; i < count; i++) {
        take(data, NULL, wording_name(&arena, list[i].kind));
        take(data, NULL, wording_kinds(&arena, &list[i]));
        take(data, NULL, list[i].about);
        for (int j = 0; j < list[i].field_count; j++)
            take_field(&arena, &list[i].fields[j], take, data);
    }
    for (int i = 0; i < USER_ROLES; i++)
        take(data, NULL, wording_choice(&arena, user_role_name((enum user_role)i)));
    for (int i = 0; i < NONE_REASONS; i++) {
        take(data, NULL, wording_choice(&arena, none_name((enum none_reason)i)));
        take(data, NULL, none_meaning((enum none_reason)i));
    }
    arena_close(&arena);
}
