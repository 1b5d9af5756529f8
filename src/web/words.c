#include "web/words.h"

#include <string.h>

#include "record/head.h"
#include "record/label.h"
#include "record/unseen.h"
#include "schema/none.h"
#include "schema/value.h"
#include "schema/wording.h"
#include "web/date_text.h"
#include "web/measure_text.h"
#include "web/pages.h"

/* ------------------------------------------------------------------ declarations */

const char *word_text(const struct visit *visit, const char *word) {
    return say_word(visit->language, wording_name(visit->arena, word));
}

const char *field_text(const struct visit *visit, const struct schema_field *field) {
    return say_in(visit->language, wording_context(field, field->name),
                  wording_name(visit->arena, field->name));
}

const char *field_sentence(const struct visit *visit, const struct schema_field *field) {
    return say_word(visit->language, field->sentence);
}

const char *kind_text(const struct visit *visit, const struct schema *schema) {
    return word_text(visit, schema->kind);
}

const char *kinds_text(const struct visit *visit, const struct schema *schema) {
    return say_word(visit->language, wording_kinds(visit->arena, schema));
}

const char *choice_text(const struct visit *visit, const char *word) {
    return say_word(visit->language, wording_choice(visit->arena, word));
}

const char *choice_of(const struct visit *visit, const struct schema_field *field,
                      const char *word) {
    return say_in(visit->language, wording_context(field, word),
                  wording_choice(visit->arena, word));
}

const char *choice_named(const struct visit *visit, const char *kind, const char *name,
                         const char *word) {
    const struct schema *schema = schema_find(kind);
    const struct schema_field *field = schema ? schema_field_find(schema, name) : NULL;
    if (!*word) return "";
    return field ? choice_of(visit, field, word) : choice_text(visit, word);
}

const char *roles_text(const struct visit *visit, unsigned roles) {
    const char *text = "";
    for (int role = 0; role < USER_ROLES; role++)
        if (roles >> role & 1)
            text = arena_format(visit->arena, "%s%s%s", text, *text ? ", " : "",
                                choice_text(visit, user_role_name((enum user_role)role)));
    return text;
}

bool refuse_kind(const struct visit *visit, unsigned roles, struct error *error) {
    const struct message_value values[] = {{.name = "roles", .text = roles_text(visit, roles)}, {0}};
    return error_set(error, ERROR_DENIED, "%s",
                     message_fill(visit->arena, visit->language,
                                  say(visit->language, "This is for other roles: {roles}."),
                                  values));
}

const char *fill(const struct visit *visit, const char *text, const struct message_value *values) {
    return message_fill(visit->arena, visit->language, text, values);
}

bool may_write_kind(const struct schema *schema, unsigned roles) {
    return schema->imported && schema->signing == SIGNED_BY_ONE && schema_may_look(schema, roles) &&
           schema_may_sign(schema, roles);
}

/* ------------------------------------------------------------------ values */

bool record_label(const struct visit *visit, const char *rec, const char **out_label,
                 struct error *error) {
    if (!label_for(visit->arena, visit->tables, visit->roles, rec, out_label, error)) return false;
    if (!*out_label) *out_label = arena_copy(visit->arena, rec);
    return true;
}

static bool reference_shown(const struct visit *visit, const struct schema_field *field,
                            const char *text, struct shown *out_shown, struct error *error) {
    const char *waiting = value_waiting(text);
    struct head head;
    bool unseen;
    if (!unseen_reference(visit->arena, visit->tables, visit->roles, field, text, &unseen, error))
        return false;
    if (unseen) {
        *out_shown = (struct shown){.text = say(visit->language, "for other roles"), .none = true};
        return true;
    }
    if (waiting) {
        *out_shown = (struct shown){.text = arena_format(
            visit->arena, "%s (%s)", waiting, say(visit->language, "not in the record yet"))};
        return true;
    }
    if (!head_find(visit->arena, visit->tables, text, &head, error) ||
        !record_label(visit, text, &out_shown->text, error))
        return false;
    if (head.table && schema_may_look(head.table->schema, visit->roles))
        out_shown->address = record_address(visit->arena, text);
    return true;
}

static bool one_shown(const struct visit *visit, const struct schema_field *field,
                      const json_t *value, bool brief, struct shown *out_shown,
                      struct error *error) {
    struct shown shown = {.text = ""};
    const char *none = value_none(value);
    enum language language = visit->language;
    if (none) {
        shown = (struct shown){.text = choice_text(visit, none), .none = true};
    } else if (field->type == FIELD_REFERENCE && json_is_string(value)) {
        if (!reference_shown(visit, field, json_string_value(value), &shown, error)) return false;
    } else if (field->type == FIELD_CHOICE && json_is_string(value)) {
        shown.text = choice_of(visit, field, json_string_value(value));
    } else if (field->type == FIELD_YES_NO && json_is_boolean(value)) {
        shown.text = json_is_true(value) ? say(visit->language, "yes") : say(visit->language, "no");
    } else if (field->type == FIELD_INTEGER && json_is_integer(value)) {
        shown.text = measure_text(visit->arena, language, field->unit, json_integer_value(value));
    } else if (field->type == FIELD_INSTANT && json_is_integer(value)) {
        shown.text = (brief ? instant_text_brief : instant_text)(visit->arena, language,
                                                                 json_integer_value(value));
    } else if (field->type == FIELD_DATE && json_is_string(value)) {
        shown.text = (brief ? date_text_brief : date_text)(visit->arena, language,
                                                           json_string_value(value));
    } else if (field->type == FIELD_DECIMAL && json_is_string(value)) {
        shown.text = decimal_text(visit->arena, language, json_string_value(value));
    } else if (field->type == FIELD_SCRIPT_TEXT && json_is_object(value)) {
        const char *script = json_string_value(json_object_get(value, "script"));
        shown.text = json_string_value(json_object_get(value, "text"));
        /* A name is in no particular language, but in a script (RFC 5646: und-Cyrl). */
        if (script) shown.language = arena_format(visit->arena, "und-%s", script);
    } else if (json_is_string(value)) {
        shown.text = json_string_value(value);
    } else {
        struct schema_field one = *field;
        struct buffer text = {0};
        struct error unfit = {0};
        one.list = false;
        if (value_check(&one, value, VALUE_OF_ENTRY, &unfit)) value_write(&one, value, &text);
        shown.text = arena_copy(visit->arena, buffer_text(&text));
        buffer_close(&text);
    }
    if (!shown.text) shown.text = "";
    shown.text = arena_copy(visit->arena, shown.text);
    *out_shown = shown;
    return true;
}

static bool all_shown(const struct visit *visit, const struct schema_field *field,
                      const json_t *value, bool brief, struct shown **out_shown,
                      size_t *out_count, struct error *error) {
    bool list = field->list && json_is_array(value);
    size_t count = !value || json_is_null(value) ? 0 : list ? json_array_size(value) : 1;
    struct shown *shown = arena_new(visit->arena, struct shown, count);
    for (size_t i = 0; i < count; i++)
        if (!one_shown(visit, field, list ? json_array_get(value, i) : value, brief, &shown[i],
                       error))
            return false;
    *out_shown = shown;
    *out_count = count;
    return true;
}

bool shown_value(const struct visit *visit, const struct schema_field *field, const json_t *value,
                 struct shown **out_shown, size_t *out_count, struct error *error) {
    return all_shown(visit, field, value, false, out_shown, out_count, error);
}

/* "Ivan, given; Petrenko, family": the parts of a row in their order. */
static bool rows_line(const struct visit *visit, const struct schema_field *rows,
                      const json_t *value, struct buffer *line, struct error *error) {
    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *between = i ? "; " : "";
        for (int j = 0; j < rows->part_count; j++) {
            const struct schema_field *part = &rows->parts[j];
            const json_t *cell = json_object_get(json_array_get(value, i), part->name);
            const char *text;
            if (!cell) continue;
            if (!shown_line(visit, part, cell, &text, error)) return false;
            buffer_format(line, "%s%s", between, text);
            between = ", ";
        }
    }
    return true;
}

bool shown_line(const struct visit *visit, const struct schema_field *field, const json_t *value,
                const char **out_text, struct error *error) {
    struct shown *shown;
    size_t count;
    struct buffer line = {0};
    bool done;
    if (field->type == FIELD_ROWS && json_is_array(value)) {
        done = rows_line(visit, field, value, &line, error);
    } else {
        done = all_shown(visit, field, value, true, &shown, &count, error);
        for (size_t i = 0; done && i < count; i++)
            buffer_format(&line, "%s%s", i ? ", " : "", shown[i].text);
    }
    if (done) *out_text = arena_copy(visit->arena, buffer_text(&line));
    buffer_close(&line);
    return done;
}
