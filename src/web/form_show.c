/* A form as it is shown: which control each field has. */
#include <string.h>

#include "http/page_form.h"
#include "schema/none.h"
#include "web/form.h"
#include "web/handover_says.h"
#include "web/measure_text.h"

/* How a value of this type is written, where that does not go without saying. */
static const char *hint_of(const struct visit *visit, const struct schema_field *field) {
    enum language language = visit->language;
    switch (field->type) {
    case FIELD_DATE:
        return say(language, "2022-09-16, 2022-09, 2022; 2022-03~ about; 2022-03-01/2022-03-20 "
                             "from, to");
    case FIELD_INSTANT:
        return say(language, "2022-09-16 11:30+03:00; with Z or an offset, since nobody knows else "
                             "when it was");
    case FIELD_GEOMETRY: return say(language, "POINT (37.28123 49.21456): longitude, latitude");
    case FIELD_REFERENCE:
        return field->list ? say(language, "Codes or numbers, with ; between them")
                           : say(language, "The code or number");
    case FIELD_CHOICE: return NULL;
    default: return field->list ? say(language, "Several with ; between them") : NULL;
    }
}

static bool is_word(const char *text, const char *word) {
    return strcmp(text, word) == 0 || schema_same_word(text, word);
}

static bool is_chosen(const struct schema_field *field, const char *text, const char *word) {
    return field->list ? form_has_word(text, word, strlen(word)) : is_word(text, word);
}

/* What was typed, or what an older declaration allowed, stays what it is. */
static void add_other(const struct visit *visit, const char *text, size_t length,
                      struct page_form_fields_options *options, size_t *count) {
    const char *word = arena_copy_part(visit->arena, text, length);
    for (size_t i = 0; i < *count; i++)
        if (is_word(word, options[i].value)) return;
    options[(*count)++] =
        (struct page_form_fields_options){.value = word, .text = word, .chosen = true};
}

static void add_others(const struct visit *visit, const struct schema_field *field,
                       const char *text, struct page_form_fields_options *options,
                       size_t *count) {
    size_t size;
    if (!field->list && *text) add_other(visit, text, strlen(text), options, count);
    for (const char *at = text; field->list && *at; at += size, at += strspn(at, "; "))
        add_other(visit, at, size = strcspn(at, ";"), options, count);
}

static struct page_form_fields_options *show_options(const struct visit *visit,
                                                     const struct schema_field *field,
                                                     const char *text, size_t *out_count) {
    struct page_form_fields_options *options = arena_new(
        visit->arena, struct page_form_fields_options, field->words.count + 3 + strlen(text));
    size_t count = 0;
    if (field->type == FIELD_YES_NO) {
        options[count++] = (struct page_form_fields_options){
            .value = "yes", .text = say(visit->language, "yes"), .chosen = is_word(text, "yes")};
        options[count++] = (struct page_form_fields_options){
            .value = "no", .text = say(visit->language, "no"), .chosen = is_word(text, "no")};
    }
    for (int i = 0; i < field->words.count; i++)
        options[count++] = (struct page_form_fields_options){
            .value = field->words.word[i],
            .text = choice_of(visit, field, field->words.word[i]),
            .chosen = is_chosen(field, text, field->words.word[i])};
    add_others(visit, field, text, options, &count);
    *out_count = count;
    return options;
}

static struct page_form_fields_nones *show_nones(const struct visit *visit, const char *chosen,
                                                 size_t *out_count) {
    struct page_form_fields_nones *nones =
        arena_new(visit->arena, struct page_form_fields_nones, NONE_REASONS);
    for (int i = 0; i < NONE_REASONS; i++) {
        const char *name = none_name((enum none_reason)i);
        nones[i] = (struct page_form_fields_nones){
            .value = name, .text = choice_text(visit, name), .chosen = !strcmp(name, chosen)};
    }
    *out_count = NONE_REASONS;
    return nones;
}

/* ------------------------------------------------------------------ rows */

static void show_cell(const struct visit *visit, const struct form_field *field, int row, int part,
                      struct page_form_fields_rows_cells *out) {
    const struct schema_field *of = &field->field->parts[part];
    const struct form_value *cell = &field->cells[row * field->field->part_count + part];
    bool choice = (of->type == FIELD_CHOICE && !of->open && !of->list) || of->type == FIELD_YES_NO;
    *out = (struct page_form_fields_rows_cells){
        .id = arena_format(visit->arena, "%s.%d.%s", field->field->name, row, of->name),
        .label = arena_format(visit->arena, "%s, %d", field_text(visit, of), row + 1),
        .text = *cell->none ? cell->none : cell->text,
        .fault = cell->fault,
        .detail = cell->detail,
        .select = choice};
    if (!choice) return;
    size_t count;
    struct page_form_fields_options *options = show_options(visit, of, cell->text, &count);
    struct page_form_fields_rows_cells_options *copies =
        arena_new(visit->arena, struct page_form_fields_rows_cells_options, count + NONE_REASONS);
    for (size_t i = 0; i < count; i++)
        copies[i] = (struct page_form_fields_rows_cells_options){
            .value = options[i].value, .text = options[i].text, .chosen = options[i].chosen};
    for (int i = 0; i < NONE_REASONS; i++) {
        const char *name = none_name((enum none_reason)i);
        copies[count++] = (struct page_form_fields_rows_cells_options){
            .value = name, .text = choice_text(visit, name), .chosen = !strcmp(name, cell->none)};
    }
    out->options = copies;
    out->options_count = count;
}

static void show_rows(const struct visit *visit, const struct form_field *field,
                      struct page_form_fields *out) {
    int parts = field->field->part_count;
    struct page_form_fields_heads *heads =
        arena_new(visit->arena, struct page_form_fields_heads, parts);
    struct page_form_fields_rows *rows =
        arena_new(visit->arena, struct page_form_fields_rows, field->row_count);
    for (int j = 0; j < parts; j++)
        heads[j] = (struct page_form_fields_heads){
            .text = field_text(visit, &field->field->parts[j]),
            .sentence = field_sentence(visit, &field->field->parts[j]),
            .required = field->field->parts[j].required};
    for (int i = 0; i < field->row_count; i++) {
        struct page_form_fields_rows_cells *cells =
            arena_new(visit->arena, struct page_form_fields_rows_cells, parts);
        for (int j = 0; j < parts; j++) show_cell(visit, field, i, j, &cells[j]);
        rows[i].cells = cells;
        rows[i].cells_count = (size_t)parts;
    }
    out->table = true;
    out->heads = heads;
    out->heads_count = (size_t)parts;
    out->rows = rows;
    out->rows_count = (size_t)field->row_count;
}

/* ------------------------------------------------------------------ fields */

static void show_partners(const struct visit *visit, const struct form_place *place,
                          struct page_form *page) {
    struct page_form_partners *partners =
        arena_new(visit->arena, struct page_form_partners, place->partner_count);
    for (size_t i = 0; i < place->partner_count; i++)
        partners[i] = (struct page_form_partners){.user = place->partner[i].user,
                                                  .name = place->partner[i].name,
                                                  .chosen = place->partner[i].chosen};
    page->partners = partners;
    page->partners_count = place->partner_count;
    page->partner_label = place->partner_label;
    page->partner_wrong = place->partner_wrong;
}

static void show_says(const struct visit *visit, const struct form_place *place,
                      struct page_form *page) {
    struct page_form_says *says = arena_new(visit->arena, struct page_form_says, place->says_count);
    for (size_t i = 0; i < place->says_count; i++)
        says[i] = (struct page_form_says){.label = place->says[i].label,
                                          .address = place->says[i].address,
                                          .text = place->says[i].text,
                                          .warns = place->says[i].warns};
    page->says = says;
    page->says_count = place->says_count;
    page->seen = place->seen;
}

/* What is for other roles stays though the control is empty. */
static void show_field(const struct visit *visit, const struct form *form,
                       const struct form_field *field, struct page_form_fields *out) {
    const struct schema_field *of = field->field;
    bool choice = of->type == FIELD_CHOICE;
    *out = (struct page_form_fields){.id = of->name,
                                     .label = field_text(visit, of),
                                     .sentence = field_sentence(visit, of),
                                     .hint = field->unseen ? say(visit->language,
                                                                 "It also names what is for other "
                                                                 "roles; that stays.")
                                                           : hint_of(visit, of),
                                     .required = of->required &&
                                                 !(form->rec && of->type == FIELD_REFERENCE),
                                     .text = field->value.text,
                                     .fault = field->fault,
                                     .detail = field->detail,
                                     .meanwhile = field->meanwhile,
                                     .unit = measure_unit(visit->language, of->unit)};
    if (of->type == FIELD_ROWS) show_rows(visit, field, out);
    else if (of->list && choice) out->boxes = true;
    else if ((choice && !of->open) || of->type == FIELD_YES_NO) out->select = true;
    else if (of->type == FIELD_TEXT && !of->list) out->area = true;
    else out->line = true;
    if (choice || of->type == FIELD_YES_NO)
        out->options = show_options(visit, of, field->value.text, &out->options_count);
    out->suggested = out->line && out->options_count > 0;
    out->others = out->boxes && of->open;
    if (of->type != FIELD_CODE && strcmp(of->name, "reason") != 0)
        out->nones = show_nones(visit, field->value.none, &out->nones_count);
}

void form_show(const struct visit *visit, const struct form *form, int status) {
    const struct schema *schema = form->schema;
    struct page_form_fields *fields =
        arena_new(visit->arena, struct page_form_fields, form->field_count);
    size_t count = 0, faults = 0;
    for (int i = 0; i < form->field_count; i++) {
        /* Why it changes is asked for last, and only where something changes. */
        if (!form->rec && !strcmp(form->field[i].field->name, "reason")) continue;
        show_field(visit, form, &form->field[i], &fields[count++]);
        faults += form->field[i].fault != NULL;
    }
    struct page_form page = {
        .kind = schema->kind,
        .name = form->rec ? arena_format(visit->arena, "%s: %s", say(visit->language, "Change"),
                                         kind_text(visit, schema))
                          : arena_format(visit->arena, "%s: %s", say(visit->language, "New"),
                                         kind_text(visit, schema)),
        .about = say_word(visit->language, schema->about),
        .address = form->rec ? arena_format(visit->arena, "/record/%s/edit", form->rec)
                             : arena_format(visit->arena, "/records/%s/new", schema->kind),
        .back = form->rec ? record_address(visit->arena, form->rec)
                          : arena_format(visit->arena, "/records/%s", schema->kind),
        .base = form->base,
        .button = say(visit->language, "Save and sign"),
        .fault = form->fault,
        .detail = form->detail,
        .faults = (long long)faults,
        .fields = fields,
        .fields_count = count};
    const struct form_place *place = form->place;
    if (place) {
        page.name = place->name;
        page.about = place->about;
        page.address = place->address;
        page.back = place->back;
        page.button = place->button;
        page.again = true;
        page.wrong = place->wrong;
        show_partners(visit, place, &page);
        show_says(visit, place, &page);
    }
    page.frame = visit_frame(visit, page.name, place ? place->here : "/records");
    page_form(respond_page(visit->request, status), &page);
}
