/* Templates: pieces to C. */
#define _GNU_SOURCE /* memmem, memrchr */
#include "template.h"

#include <stdint.h>
#include <string.h>


void template_quote(struct buffer *out, const char *text, size_t size) {
    buffer_add_text(out, "\"");
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        /* Three octal digits never run into what follows them, and ? begins no trigraph. */
        if (byte == '\n' && i + 1 < size) buffer_add_text(out, "\\n\"\n    \"");
        else if (byte < 0x20 || byte >= 0x7f || byte == '"' || byte == '\\' || byte == '?')
            buffer_format(out, "\\%03o", byte);
        else buffer_add(out, text + i, 1);
    }
    buffer_add_text(out, "\"");
}

char *template_message_name(struct arena *arena, const char *one, const char *many) {
    /* FNV-1a, 64 bits: a name for the linker, which would find two texts of one name. */
    uint64_t hash = 14695981039346656037u;
    const char *parts[] = {one, many ? "|" : "", many ? many : ""};
    for (int i = 0; i < 3; i++)
        for (const char *c = parts[i]; *c; c++) hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    return arena_format(arena, "message_%016llx", (unsigned long long)hash);
}

/* ------------------------------------------------------------------ the function */

struct writing {
    const struct template *template;
    struct buffer *out;
    int depth;     /* of lists: v0 is the page, v1 what its list consists of … */
    int indent;
    bool swallows; /* the browser drops a line end that would come next */
};

static void line(struct writing *writing) {
    buffer_format(writing->out, "%*s", 4 * (writing->indent + 1), "");
}

static void add_field(struct writing *writing, const struct piece *piece) {
    buffer_format(writing->out, "v%d->%s", writing->depth - piece->up, piece->name);
}

static void write_literal(struct writing *writing, const char *text, size_t size) {
    line(writing);
    buffer_add_text(writing->out, "html_raw(html, ");
    template_quote(writing->out, text, size);
    buffer_format(writing->out, ", %zu);\n", size);
}

static void write_hole(struct writing *writing, const struct piece *piece) {
    static const char *const TEXTS[] = {
        [WRITER_TEXT] = "html_text", [WRITER_VALUE] = "html_text", [WRITER_LINK] = "html_link",
        [WRITER_LOCAL] = "html_local", [WRITER_URL_PART] = "html_url_part",
        [WRITER_SAFE] = "html_safe",
    };
    const char *function = TEXTS[piece->writer];
    if (piece->type == FIELD_NUMBER)
        function = piece->writer == WRITER_TEXT ? "html_number" : "html_digits";
    line(writing);
    buffer_format(writing->out, "%s(html, ", function);
    add_field(writing, piece);
    buffer_add_text(writing->out, ");\n");
}

/* With two forms the first number decides which of them it is. */
static void write_say(struct writing *writing, const struct piece *piece) {
    const struct piece *counts = NULL;
    char name[40];
    struct arena arena;
    arena_open(&arena, 0);
    strcpy(name, template_message_name(&arena, piece->text, piece->many));
    arena_close(&arena);
    line(writing);
    buffer_format(writing->out, "html_say(html, &%s, ", name);
    for (const struct piece *hole = piece->first; piece->many && hole && !counts; hole = hole->next)
        if (hole->type == FIELD_NUMBER) counts = hole;
    if (counts) add_field(writing, counts);
    else buffer_add_text(writing->out, "1");
    if (!piece->first) {
        buffer_add_text(writing->out, ", NULL);\n");
        return;
    }
    buffer_add_text(writing->out, ", (const struct message_value[]){");
    for (const struct piece *hole = piece->first; hole; hole = hole->next) {
        buffer_format(writing->out, "{.name = \"%s\", .%s = ", hole->name,
                      hole->type == FIELD_NUMBER ? "is_number = true, .number" : "text");
        add_field(writing, hole);
        buffer_add_text(writing->out, "}, ");
    }
    buffer_add_text(writing->out, "{0}});\n");
}

static void write_pieces(struct writing *writing, const struct piece *first,
                         const struct piece *end);

static void write_condition(struct writing *writing, const struct piece *piece) {
    line(writing);
    buffer_add_text(writing->out, "if (");
    add_field(writing, piece);
    switch (piece->type) {
    case FIELD_TEXT:
        buffer_add_text(writing->out, " && *");
        add_field(writing, piece);
        break;
    case FIELD_NUMBER: buffer_add_text(writing->out, " != 0"); break;
    case FIELD_SAFE: buffer_add_text(writing->out, ".size"); break;
    case FIELD_LIST: buffer_add_text(writing->out, "_count"); break;
    case FIELD_TRUTH:
    case FIELD_PART: break;
    }
    buffer_add_text(writing->out, ") {\n");
}

static void write_otherwise(struct writing *writing, const struct piece *first) {
    writing->indent--;
    if (first) {
        line(writing);
        buffer_add_text(writing->out, "} else {\n");
        writing->indent++;
        write_pieces(writing, first, NULL);
        writing->indent--;
    }
    line(writing);
    buffer_add_text(writing->out, "}\n");
}

static void write_if(struct writing *writing, const struct piece *piece) {
    write_condition(writing, piece);
    writing->indent++;
    write_pieces(writing, piece->first, NULL);
    write_otherwise(writing, piece->otherwise);
}

static void write_each(struct writing *writing, const struct piece *piece) {
    int inner = writing->depth + 1;
    if (piece->otherwise) {
        line(writing);
        buffer_add_text(writing->out, "if (!");
        add_field(writing, piece);
        buffer_add_text(writing->out, "_count) {\n");
        writing->indent++;
        write_pieces(writing, piece->otherwise, NULL);
        writing->indent--;
        line(writing);
        buffer_add_text(writing->out, "}\n");
    }
    line(writing);
    buffer_format(writing->out, "for (size_t i%d = 0; i%d < ", inner, inner);
    add_field(writing, piece);
    buffer_format(writing->out, "_count; i%d++) {\n", inner);
    writing->indent++;
    line(writing);
    buffer_format(writing->out, "const __typeof__(*");
    add_field(writing, piece);
    buffer_format(writing->out, ") *v%d = &", inner);
    add_field(writing, piece);
    buffer_format(writing->out, "[i%d];\n", inner);
    line(writing);
    buffer_format(writing->out, "(void)v%d;\n", inner);
    writing->depth++;
    write_pieces(writing, piece->first, NULL);
    writing->depth--;
    writing->indent--;
    line(writing);
    buffer_add_text(writing->out, "}\n");
}

static void write_part(struct writing *writing, const struct piece *piece) {
    line(writing);
    buffer_add_text(writing->out, "if (");
    add_field(writing, piece);
    buffer_format(writing->out, ") page_%s(html, ", piece->text);
    add_field(writing, piece);
    buffer_add_text(writing->out, ");\n");
}

/* A browser drops a line end right behind <textarea> and <pre>; one of ours saves the reader's. */
static bool drops_line_end(const struct piece *piece) {
    if (piece->kind != PIECE_LITERAL || !piece->size || piece->text[piece->size - 1] != '>')
        return false;
    const char *open = memrchr(piece->text, '<', piece->size);
    return open && (strncmp(open, "<textarea", 9) == 0 || strncmp(open, "<pre", 4) == 0);
}

static void write_pieces(struct writing *writing, const struct piece *first,
                         const struct piece *end) {
    for (const struct piece *piece = first; piece != end; piece = piece->next) {
        bool swallows = writing->swallows;
        writing->swallows = false;
        if (swallows && piece->kind != PIECE_LITERAL) write_literal(writing, "\n", 1);
        switch (piece->kind) {
        case PIECE_LITERAL:
            write_literal(writing, piece->text, piece->size);
            writing->swallows = drops_line_end(piece);
            break;
        case PIECE_HOLE: write_hole(writing, piece); break;
        case PIECE_IF: write_if(writing, piece); break;
        case PIECE_EACH: write_each(writing, piece); break;
        case PIECE_PART: write_part(writing, piece); break;
        case PIECE_SAY: write_say(writing, piece); break;
        case PIECE_CONTENT: break;
        case PIECE_LANG:
            line(writing);
            buffer_add_text(writing->out, "html_lang(html);\n");
            break;
        case PIECE_ASSET:
            line(writing);
            buffer_format(writing->out, "html_asset(html, \"%s\");\n", piece->text);
            break;
        case PIECE_CSRF:
            line(writing);
            buffer_add_text(writing->out, "html_csrf(html);\n");
            break;
        }
    }
}

/* ------------------------------------------------------------------ what it needs */

static void each_piece(const struct piece *first, void (*visit)(void *, const struct piece *),
                       void *data) {
    for (const struct piece *piece = first; piece; piece = piece->next) {
        visit(data, piece);
        each_piece(piece->first, visit, data);
        each_piece(piece->otherwise, visit, data);
    }
}

static void declare_need(void *data, const struct piece *piece) {
    struct buffer *out = data;
    struct arena arena;
    arena_open(&arena, 0);
    if (piece->kind == PIECE_PART) buffer_format(out, "#include \"http/page_%s.h\"\n", piece->text);
    if (piece->kind == PIECE_SAY)
        buffer_format(out, "extern const struct message %s;\n",
                      template_message_name(&arena, piece->text, piece->many));
    arena_close(&arena);
}

static void write_function(const struct template *template, const char *part,
                           const struct piece *first, const struct piece *end,
                           struct buffer *out) {
    struct writing writing = {.template = template, .out = out};
    buffer_format(out, "\nvoid page_%s%s(struct html *html, const struct page_%s *v0) {\n"
                  "    (void)v0;\n", template->name, part, template->name);
    if (template->layout)
        buffer_format(out, "    page_%s_open(html, v0->%s);\n", template->layout, template->layout);
    write_pieces(&writing, first, end);
    if (template->layout)
        buffer_format(out, "    page_%s_close(html, v0->%s);\n", template->layout,
                      template->layout);
    buffer_add_text(out, "}\n");
}

static void write_struct(const struct shape *shape, struct buffer *out) {
    for (const struct field *field = shape->first; field; field = field->next)
        if (field->items) write_struct(field->items, out);
    buffer_format(out, "struct %s {\n", shape->name);
    for (const struct field *field = shape->first; field; field = field->next) {
        switch (field->type) {
        case FIELD_TRUTH: buffer_format(out, "    bool %s;\n", field->name); break;
        case FIELD_TEXT: buffer_format(out, "    const char *%s;\n", field->name); break;
        case FIELD_NUMBER: buffer_format(out, "    long long %s;\n", field->name); break;
        case FIELD_SAFE: buffer_format(out, "    struct html_safe %s;\n", field->name); break;
        case FIELD_LIST:
            buffer_format(out, "    const struct %s *%s;\n    size_t %s_count;\n",
                          field->items->name, field->name, field->name);
            break;
        case FIELD_PART:
            buffer_format(out, "    const struct page_%s *%s;\n", field->part, field->name);
            break;
        }
    }
    buffer_add_text(out, "};\n\n");
}

static void declare_parts(const struct shape *shape, struct buffer *out) {
    for (const struct field *field = shape->first; field; field = field->next) {
        if (field->part) buffer_format(out, "struct page_%s;\n", field->part);
        if (field->items) declare_parts(field->items, out);
    }
}

void template_write(const struct template *template, struct buffer *source,
                    struct buffer *header) {
    const char *name = template->name;
    buffer_format(source, "/* Made by tools/templates.c from pages/%s.html. */\n"
                  "#include \"http/page_%s.h\"\n#include \"http/message.h\"\n", name, name);
    if (template->layout) buffer_format(source, "#include \"http/page_%s.h\"\n", template->layout);
    each_piece(template->first, declare_need, source);
    buffer_format(header, "/* Made by tools/templates.c from pages/%s.html. */\n"
                  "#ifndef CAIRN_HTTP_PAGE_%s_H\n#define CAIRN_HTTP_PAGE_%s_H\n\n"
                  "#include <stdbool.h>\n#include <stddef.h>\n\n#include \"http/html.h\"\n\n",
                  name, name, name);
    declare_parts(template->shape, header);
    buffer_add_text(header, "\n");
    write_struct(template->shape, header);
    if (template->is_layout) {
        const struct piece *content = template->first;
        while (content->kind != PIECE_CONTENT) content = content->next;
        write_function(template, "_open", template->first, content, source);
        write_function(template, "_close", content, NULL, source);
        buffer_format(header, "/* What stands before the page that it is the layout of, and what "
                      "stands behind it. */\n"
                      "void page_%s_open(struct html *html, const struct page_%s *page);\n"
                      "void page_%s_close(struct html *html, const struct page_%s *page);\n",
                      name, name, name, name);
    } else {
        write_function(template, "", template->first, NULL, source);
        buffer_format(header, "void page_%s(struct html *html, const struct page_%s *page);\n",
                      name, name);
    }
    buffer_add_text(header, "\n#endif\n");
}
