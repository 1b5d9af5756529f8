#include "web/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gumbo.h>
#include <string.h>

static const char *attribute(const GumboNode *node, const char *name) {
    if (node->type != GUMBO_NODE_ELEMENT) return NULL;
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? found->value : NULL;
}

static bool is_element(const GumboNode *node, GumboTag tag) {
    return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag;
}

static const GumboVector *children_of(const GumboNode *node) {
    static const GumboVector none = {0};
    return node->type == GUMBO_NODE_ELEMENT ? &node->v.element.children : &none;
}

static void add_text(const GumboNode *node, struct buffer *out) {
    if (is_element(node, GUMBO_TAG_SCRIPT) || is_element(node, GUMBO_TAG_STYLE)) return;
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
        buffer_add_text(out, node->v.text.text);
    for (unsigned i = 0; i < children_of(node)->length; i++)
        add_text(children_of(node)->data[i], out);
}

/* ------------------------------------------------------------------ reading */

static char *text_of(struct arena *arena, const GumboNode *node) {
    struct buffer text = {0};
    add_text(node, &text);
    char *copy = arena_copy(arena, buffer_text(&text));
    buffer_close(&text);
    return copy;
}

/* A select has its first option when none is selected. */
static const GumboNode *chosen(const GumboNode *select) {
    const GumboNode *first = NULL;
    for (unsigned i = 0; i < children_of(select)->length; i++) {
        const GumboNode *option = children_of(select)->data[i];
        if (!is_element(option, GUMBO_TAG_OPTION)) continue;
        if (attribute(option, "selected")) return option;
        if (!first) first = option;
    }
    return first;
}

/* An input that somebody types into has no line ends (HTML, value sanitization). */
static const char *one_line(struct arena *arena, const char *value) {
    char *copy = arena_copy(arena, value ? value : ""), *to = copy;
    for (const char *at = copy; *at; at++)
        if (*at != '\n' && *at != '\r') *to++ = *at;
    *to = 0;
    return copy;
}

static void read_control(const GumboNode *node, struct sheet *sheet) {
    const char *name = attribute(node, "name"), *type = attribute(node, "type"), *value = "";
    if (!name) return;
    if (is_element(node, GUMBO_TAG_INPUT)) {
        bool box = type && (!strcmp(type, "checkbox") || !strcmp(type, "radio"));
        if (box && !attribute(node, "checked")) return;
        if (type && (!strcmp(type, "submit") || !strcmp(type, "file"))) return;
        value = attribute(node, "value");
        if (!type || strcmp(type, "hidden") != 0) value = one_line(sheet->arena, value);
    } else if (is_element(node, GUMBO_TAG_TEXTAREA)) {
        value = text_of(sheet->arena, node);
    } else if (is_element(node, GUMBO_TAG_SELECT)) {
        const GumboNode *option = chosen(node);
        if (!option) return;
        value = attribute(option, "value");
    } else {
        return;
    }
    sheet_add(sheet, name, value ? value : "");
}

static void read_controls(const GumboNode *node, struct sheet *sheet) {
    read_control(node, sheet);
    for (unsigned i = 0; i < children_of(node)->length; i++)
        read_controls(children_of(node)->data[i], sheet);
}

static const GumboNode *find_form(const GumboNode *node, const char *action) {
    if (is_element(node, GUMBO_TAG_FORM)) {
        const char *method = attribute(node, "method"), *where = attribute(node, "action");
        if (method && !strcmp(method, "post") && where && (!action || !strcmp(where, action)))
            return node;
    }
    for (unsigned i = 0; i < children_of(node)->length; i++) {
        const GumboNode *found = find_form(children_of(node)->data[i], action);
        if (found) return found;
    }
    return NULL;
}

bool sheet_read(struct arena *arena, const char *page, const char *action,
                struct sheet *out_sheet) {
    GumboOutput *tree = gumbo_parse(page);
    const GumboNode *form = find_form(tree->root, action);
    out_sheet->arena = arena;
    out_sheet->count = 0;
    if (form) {
        out_sheet->action = arena_copy(arena, attribute(form, "action"));
        read_controls(form, out_sheet);
    }
    gumbo_destroy_output(&kGumboDefaultOptions, tree);
    return form;
}

void sheet_text(const char *page, struct buffer *out) {
    GumboOutput *tree = gumbo_parse(page);
    add_text(tree->root, out);
    gumbo_destroy_output(&kGumboDefaultOptions, tree);
}

/* ------------------------------------------------------------------ filling in */

const char *sheet_get(const struct sheet *sheet, const char *name) {
    for (int i = 0; i < sheet->count; i++)
        if (!strcmp(sheet->value[i].name, name)) return sheet->value[i].value;
    return NULL;
}

void sheet_add(struct sheet *sheet, const char *name, const char *value) {
    assert_true(sheet->count < SHEET_MOST);
    sheet->value[sheet->count++] = (struct sheet_value){arena_copy(sheet->arena, name),
                                                        arena_copy(sheet->arena, value)};
}

void sheet_set(struct sheet *sheet, const char *name, const char *value) {
    int kept = 0;
    bool done = false;
    for (int i = 0; i < sheet->count; i++) {
        struct sheet_value one = sheet->value[i];
        if (!strcmp(one.name, name)) {
            if (done || !value) continue;
            one.value = arena_copy(sheet->arena, value);
            done = true;
        }
        sheet->value[kept++] = one;
    }
    sheet->count = kept;
    if (!done && value) sheet_add(sheet, name, value);
}

static void write_part(const char *text, struct buffer *out) {
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
            buffer_add(out, text, 1);
        else buffer_format(out, "%%%02X", byte);
    }
}

void sheet_write(const struct sheet *sheet, struct buffer *out) {
    for (int i = 0; i < sheet->count; i++) {
        if (i) buffer_add_text(out, "&");
        write_part(sheet->value[i].name, out);
        buffer_add_text(out, "=");
        write_part(sheet->value[i].value, out);
    }
}
