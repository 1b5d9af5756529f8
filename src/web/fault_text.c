#include "web/fault_text.h"

#include <ctype.h>
#include <string.h>

#include "web/measure_text.h"
#include "web/pages.h"

static const char *filled(const struct visit *visit, const char *text,
                          const struct message_value *values) {
    return message_fill(visit->arena, visit->language, text, values);
}

static const char *too_large(const struct visit *visit, const struct schema_field *field) {
    const struct message_value values[] = {
        {.name = "n", .is_number = true, .number = field->most}, {0}};
    if (field->list) return say(visit->language, "This is too long: shorten it.");
    return filled(visit, say(visit->language, "This is too long: it may have {n} bytes, and a "
                                              "Cyrillic letter has two."),
                  values);
}

/* "ABC-0001-B": of the kind whose code it is. */
static const char *code_example(const struct schema_field *field) {
    for (int i = 0; i < schema_count; i++)
        if (schema_code_field(&schema_list[i]) == field) return schema_list[i].code_example;
    return NULL;
}

static const char *code(const struct visit *visit, const struct schema_field *field) {
    const char *example = code_example(field);
    const struct message_value values[] = {{.name = "example", .text = example}, {0}};
    if (!example) return say(visit->language, "This is no code.");
    return filled(visit, say(visit->language, "This is no code of that form: write it as {example}."),
                  values);
}

static const char *whole_number(const struct visit *visit, const struct schema_field *field) {
    const struct message_value values[] = {
        {.name = "least",
         .text = measure_text(visit->arena, visit->language, field->unit, field->least)},
        {.name = "most",
         .text = measure_text(visit->arena, visit->language, field->unit, field->most)},
        {0}};
    return filled(visit, say(visit->language, "Write a whole number from {least} to {most}."),
                  values);
}

static const char *decimal(const struct visit *visit, const struct schema_field *field) {
    const struct message_value values[] = {
        {.name = "least", .is_number = true, .number = field->least},
        {.name = "most", .is_number = true, .number = field->most},
        {0}};
    bool bounded = field->least > INT64_MIN / 2 && field->most < INT64_MAX / 2;
    return bounded ? filled(visit, say(visit->language, "Write a number from {least} to {most}, "
                                                        "with a point: 0.25."),
                            values)
                   : say(visit->language, "Write a number with a point: 0.25.");
}

static const char *expected(const struct visit *visit, const struct schema_field *field) {
    enum language language = visit->language;
    switch (field->type) {
    case FIELD_CODE: return code(visit, field);
    case FIELD_REFERENCE: return say(language, "Write the code or number as it is on the tag.");
    case FIELD_INTEGER: return whole_number(visit, field);
    case FIELD_DECIMAL: return decimal(visit, field);
    case FIELD_YES_NO: return say(language, "Choose yes or no.");
    case FIELD_DATE:
        return say(language, "This is no date, or there is no such day. Write 2022-09-16, 2022-09 "
                             "or 2022; with ~ for about, ? for perhaps; first/last for a period.");
    case FIELD_INSTANT:
        return say(language, "Write day, time and offset: 2022-09-16 11:30+03:00.");
    case FIELD_CHOICE: return say(language, "Choose one of the words that are offered.");
    case FIELD_GEOMETRY:
        return say(language, "Write the place as POINT (37.28123 49.21456), longitude first.");
    case FIELD_SCRIPT_TEXT:
        return say(language, "Write it on one line and in one script: Cyrillic and Latin letters "
                             "that look alike are not the same.");
    case FIELD_NAME: return say(language, "Write it on one line, without control characters.");
    case FIELD_TEXT: return say(language, "Leave control characters out.");
    case FIELD_MEDIA:
    case FIELD_HEX:
    case FIELD_BASE64:
    case FIELD_ROWS: break;
    }
    return say(language, "This cannot be taken.");
}

/* The error begins with the name of the field, which the form says already. */
static const char *reason_of(const struct visit *visit, const struct schema_field *field,
                             const struct error *error) {
    size_t length = strlen(field->name);
    bool named = !strncmp(error->text, field->name, length) &&
                 !strncmp(error->text + length, ": ", 2);
    char *reason = arena_copy(visit->arena, error->text + (named ? length + 2 : 0));
    *reason = (char)toupper((unsigned char)*reason);
    return reason;
}

struct fault_text fault_text_of(const struct visit *visit, const struct schema_field *field,
                                const struct error *error) {
    const char *reason = reason_of(visit, field, error);
    if (visit->language == LANGUAGE_EN) return (struct fault_text){.text = reason};
    /* The words of a choice are offered beside it, and those of the error are for tables. */
    if (field->type == FIELD_CHOICE && !field->open) reason = NULL;
    return (struct fault_text){.text = error->code == ERROR_TOO_LARGE ? too_large(visit, field)
                                                                      : expected(visit, field),
                               .detail = reason};
}
