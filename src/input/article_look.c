#include "input/article_look.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "input/article_page.h"

enum { VALUE_MOST = 4096 /* bytes of an attribute that are kept */ };

/* ------------------------------------------------------------------ what elements are */

int look_heading(enum markup_tag tag) {
    return tag >= MARKUP_h1 && tag <= MARKUP_h6 ? (int)(tag - MARKUP_h1) + 1 : 0;
}

static unsigned roles_of_tag(enum markup_tag tag) {
    switch (tag) {
    case MARKUP_nav:
    case MARKUP_aside:
    case MARKUP_footer:
    case MARKUP_menu:
    case MARKUP_dialog:
    case MARKUP_search:
    case MARKUP_fieldset: return PAGE_AWAY;
    case MARKUP_article:
    case MARKUP_main: return PAGE_KEEP;
    case MARKUP_figcaption:
    case MARKUP_caption: return PAGE_CAPTION;
    case MARKUP_figure: return PAGE_FIGURE;
    case MARKUP_blockquote: return PAGE_QUOTE | PAGE_PARAGRAPH;
    case MARKUP_ul:
    case MARKUP_ol:
    case MARKUP_dl: return PAGE_LIST;
    case MARKUP_table: return PAGE_TABLE;
    case MARKUP_p:
    case MARKUP_li:
    case MARKUP_pre: return PAGE_PARAGRAPH;
    case MARKUP_time: return PAGE_DATE;
    default: return 0;
    }
}

/* Elements whose content is no text of the page. */
static bool is_never_shown(enum markup_tag tag) {
    switch (tag) {
    case MARKUP_head:
    case MARKUP_template:
    case MARKUP_svg:
    case MARKUP_math:
    case MARKUP_canvas:
    case MARKUP_object:
    case MARKUP_audio:
    case MARKUP_video:
    case MARKUP_button:
    case MARKUP_select:
    case MARKUP_option:
    case MARKUP_optgroup:
    case MARKUP_datalist: return true;
    default: return false;
    }
}

/* ------------------------------------------------------------------ attributes */

char *look_value(struct arena *arena, const struct markup_attribute *attribute) {
    struct buffer value = {0};
    size_t size = attribute->value_size < VALUE_MOST ? attribute->value_size : VALUE_MOST;
    markup_decode(attribute->value, size, &value);
    char *copy = arena_copy(arena, buffer_text(&value));
    buffer_close(&value);
    return copy;
}

/* Is the value this word, blanks and case aside? */
static bool is_value(const struct markup_attribute *attribute, const char *word) {
    return attribute->value_size == strlen(word) &&
           strncasecmp(attribute->value, word, attribute->value_size) == 0;
}

/* Does a style have this property with a value that begins so? Blanks are left out of both. */
static bool styled(const char *style, const char *property) {
    const char *at = strstr(style, property);
    return at && (at == style || at[-1] == ';');
}

static bool is_hiding(const struct markup_attribute *attribute) {
    char style[512];
    size_t length = 0;
    static const char *const HIDING[] = {
        "display:none",
        "visibility:hidden",
        "visibility:collapse",
        "opacity:0;",
        "left:-9",
        "left:-1000",
        "top:-9",
        "right:-9",
        "text-indent:-9",
        "font-size:0;",
        "font-size:0px",
        "clip:rect(0",
        "clip:rect(1px",
        "clip-path:inset(50%",
        "clip-path:inset(100%",
        "height:0;overflow:hidden",
        "max-height:0;",
        "transform:scale(0)",
        "content-visibility:hidden",
    };
    for (size_t i = 0; i < attribute->value_size && length < sizeof style - 2; i++) {
        char c = attribute->value[i];
        if (!isspace((unsigned char)c)) style[length++] = (char)tolower((unsigned char)c);
    }
    style[length++] = ';';
    style[length] = 0;
    for (size_t i = 0; i < sizeof HIDING / sizeof *HIDING; i++)
        if (styled(style, HIDING[i])) return true;
    return false;
}

/* Names that roles are read from. */
static bool has_names(const struct markup_attribute *attribute) {
    static const char *const NAMES[] = {
        "class",        "id",          "itemprop",  "role",         "data-component",
        "data-testid",  "data-test",   "data-qa",   "data-gu-name", "data-type",
        "data-test-id", "data-module", "data-role",
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (markup_named(attribute, NAMES[i])) return true;
    return false;
}

struct look look_at(struct arena *arena, const struct names *names,
                    const struct markup_token *token) {
    struct look look = {0};
    struct markup_attributes attributes = markup_attributes_of(token);
    struct markup_attribute attribute;
    bool nodisplay = false;
    while (markup_attributes_next(&attributes, &attribute)) {
        if (has_names(&attribute)) {
            if (names_roles(names, attribute.value, attribute.value_size, &look.roles))
                look.hidden = true;
        } else if (markup_named(&attribute, "hidden")) {
            look.hidden = !is_value(&attribute, "until-found");
        } else if (markup_named(&attribute, "aria-hidden")) {
            look.hidden = look.hidden || is_value(&attribute, "true");
        } else if (markup_named(&attribute, "style")) {
            look.hidden = look.hidden || is_hiding(&attribute);
        } else if (markup_named(&attribute, "layout")) {
            nodisplay = is_value(&attribute, "nodisplay");
        } else if (markup_named(&attribute, "rel")) {
            if (is_value(&attribute, "author")) look.roles |= PAGE_BYLINE;
        } else if (token->tag == MARKUP_time && markup_named(&attribute, "datetime")) {
            look.datetime = look_value(arena, &attribute);
        }
    }
    look.hidden = look.hidden || nodisplay || is_never_shown(token->tag);
    look.roles |= roles_of_tag(token->tag);
    return look;
}
