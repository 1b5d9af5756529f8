#include "web/media_batch.h"

#include <stdlib.h>
#include <string.h>

#include "http/page_media_new.h"
#include "input/exif.h"
#include "web/change.h"
#include "web/measure_text.h"

static const char *const ASKED[] = {"subjects", "view",  "photographer",   "camera_error", "scale",
                                    "north",    "label", "family_consent", "caption"};
static const char BY_NAME[] = "files"; /* of the control "naming" */
enum { ASKED_COUNT = sizeof ASKED / sizeof *ASKED };

/* Minutes east of UTC that clocks somewhere show (IANA time zone database, 2024). */
static const int ZONES[] = {-720, -660, -600, -570, -540, -480, -420, -360, -300, -240,
                            -210, -180, -150, -120, -60,  0,    60,   120,  180,  210,
                            240,  270,  300,  330,  345,  360,  390,  420,  480,  525,
                            540,  570,  600,  630,  660,  720,  765,  780,  825,  840};
enum { ZONE_COUNT = sizeof ZONES / sizeof *ZONES };

/* ------------------------------------------------------------------ what was typed */

static void keep_asked(const struct visit *visit, struct form *form) {
    struct form_field *kept = arena_new(visit->arena, struct form_field, ASKED_COUNT);
    int count = 0;
    for (int i = 0; i < ASKED_COUNT; i++)
        for (int j = 0; j < form->field_count; j++)
            if (!strcmp(form->field[j].field->name, ASKED[i])) kept[count++] = form->field[j];
    form->field = kept;
    form->field_count = count;
}

bool media_batch_begin(const struct visit *visit, const char *about, struct media_batch *out_batch,
                       struct error *error) {
    struct media_batch batch = {.zone_text = "", .zone = EXIF_NONE};
    json_t *nothing = json_object();
    bool done = form_of_record(visit, schema_find("media"), nothing, &batch.form, error);
    json_decref(nothing);
    if (!done) return false;
    keep_asked(visit, &batch.form);
    if (about) batch.form.field[0].value.text = about;
    *out_batch = batch;
    return true;
}

static void read_zone(const struct visit *visit, struct media_batch *batch) {
    const char *text = request_field(visit->request, "zone");
    char *end;
    batch->zone = EXIF_NONE;
    batch->zone_text = text ? text : "";
    if (!*batch->zone_text) return;
    long minutes = strtol(batch->zone_text, &end, 10);
    for (int i = 0; i < ZONE_COUNT && !*end; i++)
        if (ZONES[i] == minutes) batch->zone = minutes;
    if (batch->zone != EXIF_NONE) return;
    batch->zone_fault = say(visit->language, "There is no such time zone.");
    batch->faults++;
}

/* Whoever wants pictures called as their files says so: such names often say who is on them. */
static void read_naming(const struct visit *visit, struct media_batch *batch) {
    const char *text = request_field(visit->request, "naming");
    batch->by_name = text && !strcmp(text, BY_NAME);
}

bool media_batch_read(const struct visit *visit, struct media_batch *out_batch,
                      struct error *error) {
    struct media_batch batch = {.fields = json_object()};
    bool done = form_of_request(visit, schema_find("media"), &batch.form, error);
    if (done) keep_asked(visit, &batch.form);
    for (int i = 0; i < batch.form.field_count && done; i++) {
        struct form_field *field = &batch.form.field[i];
        json_t *value;
        done = change_read_field(visit, field, true, &value, error);
        if (!done) break;
        if (value) json_object_set_new(batch.fields, field->field->name, value);
        batch.faults += field->fault != NULL;
    }
    if (!done) {
        json_decref(batch.fields);
        return false;
    }
    read_zone(visit, &batch);
    read_naming(visit, &batch);
    *out_batch = batch;
    return true;
}

/* ------------------------------------------------------------------ as it is shown */

static void add_option(struct page_media_new_fields *out, const char *value, const char *text,
                       const char *chosen) {
    ((struct page_media_new_fields_options *)out->options)[out->options_count++] =
        (struct page_media_new_fields_options){
            .value = value, .text = text, .chosen = !strcmp(value, chosen)};
}

static void show_choices(const struct visit *visit, const struct form_field *field,
                         struct page_media_new_fields *out) {
    const struct schema_field *of = field->field;
    out->options =
        arena_new(visit->arena, struct page_media_new_fields_options, (size_t)of->words.count + 2);
    if (of->type == FIELD_YES_NO) {
        add_option(out, "yes", say(visit->language, "yes"), field->value.text);
        add_option(out, "no", say(visit->language, "no"), field->value.text);
    }
    for (int i = 0; i < of->words.count; i++)
        add_option(out, of->words.word[i], choice_of(visit, of, of->words.word[i]),
                   field->value.text);
}

static void show_field(const struct visit *visit, const struct form_field *field,
                       struct page_media_new_fields *out) {
    const struct schema_field *of = field->field;
    *out = (struct page_media_new_fields){
        .id = of->name,
        .label = field_text(visit, of),
        .sentence = field_sentence(visit, of),
        .hint = of->type == FIELD_REFERENCE
                    ? say(visit->language, "Codes or numbers, with ; between them")
                    : NULL,
        .text = field->value.text,
        .fault = field->fault,
        .detail = field->detail,
        .unit = measure_unit(visit->language, of->unit)};
    if (of->type == FIELD_CHOICE || of->type == FIELD_YES_NO) show_choices(visit, field, out);
}

static void show_clock(const struct visit *visit, const struct media_batch *batch,
                       struct page_media_new_fields *out) {
    *out = (struct page_media_new_fields){
        .id = "zone",
        .label = say(visit->language, "Time zone of the camera's clock"),
        .sentence = say(visit->language, "Many cameras show a time and name no zone: then nobody "
                                         "can say when a picture was taken. A file that names its "
                                         "own keeps that."),
        .fault = batch->zone_fault};
    out->options = arena_new(visit->arena, struct page_media_new_fields_options, ZONE_COUNT);
    for (int i = 0; i < ZONE_COUNT; i++)
        add_option(out, arena_format(visit->arena, "%d", ZONES[i]),
                   arena_format(visit->arena, "UTC%s%02d:%02d", ZONES[i] < 0 ? "−" : "+",
                                abs(ZONES[i]) / 60, abs(ZONES[i]) % 60),
                   batch->zone_text);
}

static void show_naming(const struct visit *visit, const struct media_batch *batch,
                        struct page_media_new_fields *out) {
    *out = (struct page_media_new_fields){
        .id = "naming",
        .label = say(visit->language, "What the pictures are called"),
        .sentence = say(visit->language, "Left empty, each gets a number that says nothing. The "
                                         "whole team reads what a picture is called, and names of "
                                         "files often say who is on it. What the file is called is "
                                         "kept with it, for those who may see the picture.")};
    out->options = arena_new(visit->arena, struct page_media_new_fields_options, 1);
    add_option(out, BY_NAME, say(visit->language, "as their files are called"),
               batch->by_name ? BY_NAME : "");
}

void media_batch_show(const struct visit *visit, const struct media_batch *batch,
                      struct page_media_new *page) {
    const struct form *form = &batch->form;
    struct page_media_new_fields *fields =
        arena_new(visit->arena, struct page_media_new_fields, (size_t)form->field_count + 2);
    size_t count = 0;
    for (int i = 0; i < form->field_count; i++) {
        /* Both are about the clock. */
        if (!strcmp(form->field[i].field->name, "camera_error"))
            show_clock(visit, batch, &fields[count++]);
        show_field(visit, &form->field[i], &fields[count++]);
    }
    show_naming(visit, batch, &fields[count++]);
    page->fields = fields;
    page->fields_count = count;
    page->faults = batch->faults;
}
