#include <string.h>

#include "base/encode.h"
#include "record/canonical.h"
#include "record/entry_parts.h"

enum { LEAF_TEXT = ENCODE_BASE64_LENGTH(DIGEST_SIZE) };

static bool refuse(struct error *error, const char *what) {
    return error_set(error, ERROR_BAD_INPUT, "%s", what);
}

static bool is_text(const struct canonical_part *part) { return part->bytes[0] == '"'; }

/* The bytes that a text stands for. None of the encodings has characters that JSON escapes. */
static bool read_bytes(const struct canonical_part *part, enum encoding encoding, void *out,
                       size_t size, struct error *error) {
    if (!is_text(part)) return refuse(error, "should be a text");
    return encode_bytes(encoding, part->bytes + 1, part->size - 2, out, size, error);
}

static bool read_identifier(const struct canonical_part *part, enum identifier_kind kind,
                            struct identifier *out, struct error *error) {
    if (!is_text(part)) return refuse(error, "should be a text");
    return identifier_read(part->bytes + 1, part->size - 2, kind, out, error);
}

/* A name of a kind or a field: a lower-case letter, then such letters, digits and underscores. */
static bool read_name(struct arena *arena, const char *text, size_t length, const char **out,
                      struct error *error) {
    bool good = length >= 1 && length <= ENTRY_NAME_MOST && *text >= 'a' && *text <= 'z';
    for (size_t i = 0; good && i < length; i++)
        good = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9') ||
               text[i] == '_';
    if (!good)
        return error_set(error, ERROR_BAD_INPUT,
                         "a name is 1 to %d of a-z, 0-9 and _, beginning with a letter",
                         ENTRY_NAME_MOST);
    *out = arena_copy_part(arena, text, length);
    return true;
}

static bool is_day(const char *text, size_t length) {
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (length != 10 || text[4] != '-' || text[7] != '-') return false;
    int number[3] = {0};
    for (int i = 0, part = 0; i < 10; i++) {
        if (i == 4 || i == 7) {
            part++;
            continue;
        }
        if (text[i] < '0' || text[i] > '9') return false;
        number[part] = number[part] * 10 + (text[i] - '0');
    }
    int year = number[0], month = number[1], day = number[2];
    if (month < 1 || month > 12) return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day >= 1 && day <= DAYS[month - 1] + (month == 2 && leap);
}

/* ------------------------------------------------------------------ the members */

/* A reader for every member; `at` is its value. */

/* "1" to "n", each once. Names are there once already, so it is enough that each is in bounds. */
static bool read_att(struct arena *arena, const struct canonical_part *at, struct entry *out,
                     struct error *error) {
    if (at->bytes[0] != '{') return refuse(error, "should be an object");
    size_t count = canonical_count(at->bytes, at->size);
    if (count > ENTRY_FILES_MOST)
        return error_set(error, ERROR_TOO_LARGE, "an entry has at most %d files", ENTRY_FILES_MOST);
    struct digest *digests = arena_new(arena, struct digest, count);
    struct canonical_walk walk = canonical_walk(at->bytes, at->size);
    struct canonical_part part;
    while (canonical_next(&walk, &part)) {
        size_t number = 0;
        bool good = part.name_size >= 1 && part.name_size <= 3 && part.name[0] != '0';
        for (size_t i = 0; good && i < part.name_size; i++) {
            good = part.name[i] >= '0' && part.name[i] <= '9';
            number = number * 10 + (size_t)(part.name[i] - '0');
        }
        if (!good || number > count)
            return error_set(error, ERROR_BAD_INPUT, "files are named \"1\" to \"%zu\" here",
                             count);
        if (!read_bytes(&part, ENCODING_BASE64URL, digests[number - 1].byte, DIGEST_SIZE, error))
            return error_within(error, "\"%zu\"", number);
    }
    out->att = digests;
    out->att_count = count;
    return true;
}

static bool read_by(struct arena *arena, const struct canonical_part *at, struct entry *out,
                    struct error *error) {
    (void)arena;
    return read_identifier(at, IDENTIFIER_USER, &out->by, error);
}

static bool read_day(struct arena *arena, const struct canonical_part *at, struct entry *out,
                     struct error *error) {
    (void)arena;
    if (!is_text(at) || !is_day(at->bytes + 1, at->size - 2))
        return refuse(error, "should be a day of the calendar, as \"2022-09-16\"");
    memcpy(out->day, at->bytes + 1, sizeof out->day - 1);
    return true;
}

static bool read_kind(struct arena *arena, const struct canonical_part *at, struct entry *out,
                      struct error *error) {
    if (!is_text(at)) return refuse(error, "should be a text");
    return read_name(arena, at->bytes + 1, at->size - 2, &out->kind, error);
}

static bool read_prev(struct arena *arena, const struct canonical_part *at, struct entry *out,
                      struct error *error) {
    if (at->bytes[0] != '[') return refuse(error, "should be a list");
    size_t count = canonical_count(at->bytes, at->size), i = 0;
    struct digest *digests = arena_new(arena, struct digest, count);
    struct canonical_walk walk = canonical_walk(at->bytes, at->size);
    struct canonical_part part, before = {0};
    for (; canonical_next(&walk, &part); before = part) {
        if (!read_bytes(&part, ENCODING_BASE64, digests[i++].byte, DIGEST_SIZE, error))
            return false;
        if (before.bytes && memcmp(before.bytes, part.bytes, 1 + LEAF_TEXT) >= 0)
            return refuse(error, "its texts should be in order, each once");
    }
    out->prev = digests;
    out->prev_count = count;
    return true;
}

static bool read_pub(struct arena *arena, const struct canonical_part *at, struct entry *out,
                     struct error *error) {
    (void)arena;
    if (at->bytes[0] != '{') return refuse(error, "should be an object");
    out->pub = at->bytes;
    out->pub_size = at->size;
    return true;
}

static bool read_rec(struct arena *arena, const struct canonical_part *at, struct entry *out,
                     struct error *error) {
    (void)arena;
    return read_identifier(at, IDENTIFIER_RECORD, &out->rec, error);
}

static bool read_rev(struct arena *arena, const struct canonical_part *at, struct entry *out,
                     struct error *error) {
    (void)arena;
    if (at->bytes[0] < '1' || at->bytes[0] > '9')
        return refuse(error, "should be a whole number from 1 on");
    out->rev = canonical_whole(at->bytes, at->size);
    return true;
}

static bool read_schema(struct arena *arena, const struct canonical_part *at, struct entry *out,
                        struct error *error) {
    (void)arena;
    return read_bytes(at, ENCODING_HEX, out->schema.byte, DIGEST_SIZE, error);
}

static bool read_sd(struct arena *arena, const struct canonical_part *at, struct entry *out,
                    struct error *error) {
    if (at->bytes[0] != '{') return refuse(error, "should be an object");
    size_t count = canonical_count(at->bytes, at->size), i = 0;
    struct entry_field *fields = arena_new(arena, struct entry_field, count);
    struct canonical_walk walk = canonical_walk(at->bytes, at->size);
    struct canonical_part part;
    for (; canonical_next(&walk, &part); i++) {
        if (!read_name(arena, part.name, part.name_size, &fields[i].name, error)) return false;
        if (!read_bytes(&part, ENCODING_BASE64URL, fields[i].digest.byte, DIGEST_SIZE, error))
            return error_within(error, "%s", fields[i].name);
    }
    out->sd = fields;
    out->sd_count = count;
    return true;
}

static bool read_sigs(struct arena *arena, const struct canonical_part *at, struct entry *out,
                      struct error *error) {
    if (at->bytes[0] != '{') return refuse(error, "should be an object");
    size_t count = canonical_count(at->bytes, at->size), i = 0;
    if (count < 1 || count > ENTRY_SIGNATURES_MOST)
        return error_set(error, ERROR_BAD_INPUT, "an entry has 1 to %d signatures, not %zu",
                         ENTRY_SIGNATURES_MOST, count);
    struct entry_signature *sigs = arena_new(arena, struct entry_signature, count);
    struct canonical_walk walk = canonical_walk(at->bytes, at->size);
    struct canonical_part part;
    for (; canonical_next(&walk, &part); i++) {
        if (!identifier_read(part.name, part.name_size, IDENTIFIER_USER, &sigs[i].user, error))
            return false;
        if (!read_bytes(&part, ENCODING_BASE64, sigs[i].signature.byte, SIGN_SIGNATURE_SIZE, error))
            return error_within(error, "%s", sigs[i].user.text);
    }
    out->sigs = sigs;
    out->sig_count = count;
    return true;
}

static bool read_v(struct arena *arena, const struct canonical_part *at, struct entry *out,
                   struct error *error) {
    (void)arena, (void)out;
    if (at->size != 1 || at->bytes[0] != '1')
        return refuse(error, "should be 1; other forms need a newer Cairn");
    return true;
}

static const struct {
    const char *name;
    bool (*read)(struct arena *arena, const struct canonical_part *at, struct entry *out,
                 struct error *error);
} MEMBERS[] = {
    {"att", read_att},   {"by", read_by},   {"day", read_day}, {"kind", read_kind},
    {"prev", read_prev}, {"pub", read_pub}, {"rec", read_rec}, {"rev", read_rev},
    {"schema", read_schema}, {"sd", read_sd}, {"sigs", read_sigs}, {"v", read_v},
};
enum { MEMBER_COUNT = sizeof MEMBERS / sizeof *MEMBERS };

/* ------------------------------------------------------------------ the whole */

/* Both are in order, so the first that differs is one too many or one missing. */
static bool check_members(const struct canonical_part *part, size_t count, struct error *error) {
    for (size_t i = 0; i < MEMBER_COUNT || i < count; i++) {
        if (i < MEMBER_COUNT && i < count && canonical_named(&part[i], MEMBERS[i].name)) continue;
        bool unknown = i < count;
        for (int j = 0; unknown && j < MEMBER_COUNT; j++)
            unknown = !canonical_named(&part[i], MEMBERS[j].name);
        if (!unknown)
            return error_set(error, ERROR_BAD_INPUT, "it has no member \"%s\"", MEMBERS[i].name);
        /* Bytes from outside: no more of them than is harmless on a terminal. */
        int shown = 0;
        while (shown < ENTRY_NAME_MOST && (size_t)shown < part[i].name_size &&
               part[i].name[shown] > ' ' && part[i].name[shown] < 0x7f)
            shown++;
        return error_set(error, ERROR_BAD_INPUT, "it has a member \"%.*s\", which no entry has",
                         shown, part[i].name);
    }
    return true;
}

static bool check_whole(const struct entry *entry, bool complete, struct error *error) {
    if ((entry->rev == 1) != (entry->prev_count == 0))
        return refuse(error, "prev: the first revision follows none, and every other one does");
    bool signed_by = !complete;
    for (size_t i = 0; i < entry->sig_count; i++)
        signed_by = signed_by || identifier_equal(&entry->sigs[i].user, &entry->by);
    if (!signed_by)
        return error_set(error, ERROR_BAD_INPUT, "sigs: %s, who it is by, has not signed it",
                         entry->by.text);
    return true;
}

bool entry_read_form(struct arena *arena, const void *bytes, size_t size, bool complete,
                     struct entry *out_entry, struct error *error) {
    if (size > ENTRY_MOST)
        return error_set(error, ERROR_TOO_LARGE,
                         "the entry has %zu bytes, and at most %d are allowed", size, ENTRY_MOST);
    struct canonical_part part[MEMBER_COUNT + 1] = {0};
    size_t count;
    if (!canonical_scan(bytes, size, part, MEMBER_COUNT + 1, &count, error))
        return error_within(error, "the entry");
    if (count > MEMBER_COUNT + 1) count = MEMBER_COUNT + 1;
    if (*(const char *)bytes != '{') return refuse(error, "the entry is not an object");
    if (!check_members(part, count, error)) return error_within(error, "the entry");
    struct entry entry = {0};
    for (int i = 0; i < MEMBER_COUNT; i++)
        if (!MEMBERS[i].read(arena, &part[i], &entry, error)) {
            error_within(error, "%s", MEMBERS[i].name);
            return error_within(error, "the entry");
        }
    if (!check_whole(&entry, complete, error)) return error_within(error, "the entry");
    *out_entry = entry;
    return true;
}

bool entry_read(struct arena *arena, const void *bytes, size_t size, struct entry *out_entry,
                struct error *error) {
    return entry_read_form(arena, bytes, size, true, out_entry, error);
}
