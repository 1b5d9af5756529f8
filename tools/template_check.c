/* Templates: in which place of the page is every hole, and may it be there? The page is followed as
 * a browser would read it (HTML Living Standard, 13.2.5), but only in the one plain way that pages
 * are written in: small letters, double quotes, every element closed. What is left out of the
 * language, because no escaping would be safe in it or because our content security policy forbids
 * it anyway, is refused. */
#define _GNU_SOURCE /* memmem, memrchr */
#include "template.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { OPEN_MOST = 100, WORD_MOST = 32 };

enum state {
    STATE_TEXT,
    STATE_TAG,   /* in a tag, where an attribute may begin */
    STATE_TIGHT, /* in a tag, behind something that needs a space or the end behind it */
    STATE_VALUE, /* in the quotes of an attribute */
};

enum value {
    VALUE_PLAIN,
    VALUE_LINK,   /* an address that somebody may follow */
    VALUE_LOCAL,  /* an address of ours: what the page loads or where it sends */
    VALUE_ASSET,  /* nothing but {{@asset}} */
    VALUE_LITERAL /* no holes */
};

struct place {
    enum state state;
    enum value value;
    bool value_begun; /* something of the value stands already */
    bool posts, guarded; /* the form that is open; it has its {{@csrf}} */
    int depth, lowest;   /* elements open; the fewest since the block began */
    char open[OPEN_MOST][WORD_MOST];
    char attribute[WORD_MOST];
};

struct checker {
    struct arena *arena;
    const struct template *template;
    struct error *error;
    int line;
    bool anything; /* something but space was sent already */
};

#define REFUSE(checker, ...) \
    template_refuse((checker)->error, (checker)->template, (checker)->line, __VA_ARGS__)

static bool is_one_of(const char *word, const char *words) {
    size_t length = strlen(word);
    for (const char *at = words; length && (at = strstr(at, word)); at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || !at[length])) return true;
    return false;
}

/* Every element that a page may have: what is not here is a slip, or has rules of its own for
 * reading what is in it. */
static const char ELEMENTS[] =
    "html head title meta link script body main header footer nav section article aside h1 h2 h3 h4 "
    "h5 h6 hgroup p div span a ul ol li dl dt dd table caption thead tbody tfoot tr th td colgroup "
    "col form fieldset legend label input select option optgroup textarea button output progress "
    "meter datalist details summary dialog figure figcaption picture source img br hr wbr b i u em "
    "strong small s sub sup code kbd samp var pre blockquote q cite abbr time data mark del ins bdi "
    "bdo ruby rt rp address search svg g path rect circle ellipse line polyline polygon text tspan "
    "defs use symbol clipPath pattern marker desc linearGradient radialGradient stop";
static const char VOIDS[] = "meta link input br hr wbr col source img";

static struct place *copy_place(struct checker *checker, const struct place *place) {
    struct place *copy = arena_new(checker->arena, struct place, 1);
    *copy = *place;
    return copy;
}

static const char *innermost(const struct place *place) {
    return place->depth ? place->open[place->depth - 1] : "";
}

static bool in_element(const struct place *place, const char *name) {
    for (int i = 0; i < place->depth; i++)
        if (strcmp(place->open[i], name) == 0) return true;
    return false;
}

static bool is_raw(const struct place *place) {
    return is_one_of(innermost(place), "title textarea") && !in_element(place, "svg");
}

/* ------------------------------------------------------------------ addresses */

/* What an address begins with, up to a hole or its end. */
static bool check_address(struct checker *checker, const struct place *place, const char *text,
                          size_t length) {
    size_t scheme = 0;
    while (scheme < length && !strchr(":/?#", text[scheme])) scheme++;
    if (length >= 2 && text[0] == '/' && (text[1] == '/' || text[1] == '\\'))
        return REFUSE(checker, "an address that begins with // leads to another server");
    if (scheme == length || text[scheme] != ':') return true;
    if (place->value != VALUE_LINK)
        return REFUSE(checker, "%s leads to another server; it may only name ours",
                      place->attribute);
    if ((scheme == 4 && memcmp(text, "http", 4) == 0) ||
        (scheme == 5 && memcmp(text, "https", 5) == 0) ||
        (scheme == 6 && memcmp(text, "mailto", 6) == 0))
        return true;
    return REFUSE(checker, "an address begins with http:, https:, mailto: or is one of ours");
}

/* ------------------------------------------------------------------ tags */

static size_t read_word(const char *at, const char *end, char word[WORD_MOST]) {
    size_t length = 0;
    while (at + length < end && length < WORD_MOST - 1 &&
           (isalnum((unsigned char)at[length]) || at[length] == '-' || at[length] == ':'))
        length++;
    memcpy(word, at, length);
    word[length] = 0;
    return length;
}

static bool close_element(struct checker *checker, struct place *place, const char *name) {
    if (!place->depth) return REFUSE(checker, "</%s> closes nothing", name);
    if (strcmp(innermost(place), name) != 0)
        return REFUSE(checker, "</%s>, but <%s> is open", name, innermost(place));
    if (strcmp(name, "form") == 0) {
        if (place->posts && !place->guarded)
            return REFUSE(checker, "a form that is sent by post has {{@csrf}} in it");
        place->posts = place->guarded = false;
    }
    if (--place->depth < place->lowest) place->lowest = place->depth;
    return true;
}

static bool open_element(struct checker *checker, struct place *place, const char *name) {
    if (!is_one_of(name, ELEMENTS)) return REFUSE(checker, "<%s> is not for our pages", name);
    if (strcmp(name, "form") == 0 && in_element(place, "form"))
        return REFUSE(checker, "a form in a form");
    if (place->depth == OPEN_MOST) return REFUSE(checker, "too many elements in each other");
    strcpy(place->open[place->depth++], name);
    place->state = STATE_TIGHT;
    return true;
}

/* The > of a tag, or its />. */
static bool end_tag(struct checker *checker, struct place *place, bool slash) {
    place->state = STATE_TEXT;
    if (is_one_of(innermost(place), VOIDS) || (slash && in_element(place, "svg"))) {
        place->depth--;
        if (place->depth < place->lowest) place->lowest = place->depth;
        return true;
    }
    return !slash || REFUSE(checker, "<%s/> would stay open: close it with </%s>",
                            innermost(place), innermost(place));
}

static bool begin_attribute(struct checker *checker, struct place *place, const char *name) {
    char small[WORD_MOST];
    for (size_t i = 0; i < WORD_MOST; i++) small[i] = (char)tolower((unsigned char)name[i]);
    const char *element = innermost(place);
    if (strncmp(small, "on", 2) == 0)
        return REFUSE(checker, "%s: no script in an attribute; put it into pages/assets", small);
    if (is_one_of(small, "style srcdoc http-equiv formmethod ping background manifest"))
        return REFUSE(checker, "the attribute %s is not for our pages", small);
    if (strcmp(small, name) != 0 &&
        !is_one_of(name, "viewBox preserveAspectRatio patternUnits gradientUnits markerWidth "
                         "markerHeight refX refY textLength clipPathUnits gradientTransform"))
        return REFUSE(checker, "attributes are written in small letters: %s", name);
    strcpy(place->attribute, name);
    place->value_begun = false;
    place->value = VALUE_PLAIN;
    if (is_one_of(small, "href cite xlink:href"))
        place->value = is_one_of(element, "link use") ? VALUE_LOCAL : VALUE_LINK;
    else if (is_one_of(small, "src action formaction poster data"))
        place->value = strcmp(element, "script") == 0 ? VALUE_ASSET : VALUE_LOCAL;
    else if (is_one_of(small, "srcset imagesrcset method rel target is") ||
             (strcmp(small, "type") == 0 && is_one_of(element, "script link source")))
        place->value = VALUE_LITERAL;
    return true;
}

/* The value of some attributes says more than how it is written. */
static bool check_value(struct checker *checker, struct place *place, const char *text,
                        size_t length) {
    if (strcmp(place->attribute, "method") == 0 && length == 4 && strncasecmp(text, "post", 4) == 0)
        place->posts = true;
    if (place->value == VALUE_ASSET && length)
        return REFUSE(checker, "a script is one of ours: src=\"{{@asset name.js}}\"");
    if ((place->value == VALUE_LINK || place->value == VALUE_LOCAL) && !place->value_begun)
        return check_address(checker, place, text, length);
    return true;
}

/* ------------------------------------------------------------------ literals */

struct run {
    struct checker *checker;
    struct place *place;
    const char *at, *end;
};

static bool check_reference(struct run *run) {
    const char *at = run->at + 1;
    while (at < run->end && (isalnum((unsigned char)*at) || *at == '#')) at++;
    if (at == run->at + 1 || at == run->end || *at != ';')
        return REFUSE(run->checker, "a & is written as &amp;");
    run->at = at + 1;
    return true;
}

/* Behind a "<" in text. */
static bool read_markup(struct run *run) {
    struct checker *checker = run->checker;
    struct place *place = run->place;
    char word[WORD_MOST];
    const char *at = run->at + 1;
    if (run->end - at >= 3 && memcmp(at, "!--", 3) == 0) {
        const char *close = memmem(at + 3, (size_t)(run->end - at - 3), "-->", 3);
        if (!close) return REFUSE(checker, "a hole in a comment, or a comment without its end");
        for (const char *c = run->at; c < close; c++) checker->line += *c == '\n';
        run->at = close + 3;
        return true;
    }
    static const char DOCTYPE[] = "!doctype html>";
    if (run->end - at >= 14 && memcmp(at, DOCTYPE, 14) == 0) {
        if (checker->anything) return REFUSE(checker, "<!doctype html> stands before all else");
        run->at = at + 14;
        return true;
    }
    bool closes = at < run->end && *at == '/';
    size_t length = read_word(at + closes, run->end, word);
    at += closes + length;
    if (!length) return REFUSE(checker, "a < that opens no tag is written as &lt;; a hole cannot "
                               "name a tag");
    if (is_raw(place) && !closes)
        return REFUSE(checker, "<%s> in <%s>, which holds only text", word, innermost(place));
    run->at = at;
    if (!closes) return open_element(checker, place, word);
    if (at == run->end || *at != '>') return REFUSE(checker, "</%s has nothing before its >", word);
    run->at++;
    return close_element(checker, place, word);
}

static bool read_text(struct run *run) {
    if (*run->at == '<') return read_markup(run);
    if (!isspace((unsigned char)*run->at) && strcmp(innermost(run->place), "script") == 0)
        return REFUSE(run->checker, "no script on a page itself; put it into pages/assets");
    if (*run->at == '&') return check_reference(run);
    run->checker->line += *run->at++ == '\n';
    return true;
}

static bool read_attribute(struct run *run) {
    struct checker *checker = run->checker;
    char name[WORD_MOST];
    size_t length = read_word(run->at, run->end, name);
    if (!length) return REFUSE(checker, "\"%c\" in a tag", *run->at);
    run->at += length;
    if (!begin_attribute(checker, run->place, name)) return false;
    run->place->state = STATE_TIGHT;
    if (run->at == run->end || *run->at != '=') return true;
    if (run->at + 1 == run->end || run->at[1] != '"')
        return REFUSE(checker, "the value of %s stands in double quotes", name);
    run->at += 2;
    run->place->state = STATE_VALUE;
    return true;
}

static bool read_in_tag(struct run *run) {
    char c = *run->at;
    if (isspace((unsigned char)c)) {
        run->checker->line += c == '\n';
        run->place->state = STATE_TAG;
        run->at++;
        return true;
    }
    if (c == '>' || (c == '/' && run->at + 1 < run->end && run->at[1] == '>')) {
        run->at += c == '>' ? 1 : 2;
        return end_tag(run->checker, run->place, c == '/');
    }
    if (run->place->state == STATE_TIGHT)
        return REFUSE(run->checker, "a space is missing before \"%c\"", c);
    return read_attribute(run);
}

static bool read_value(struct run *run) {
    const char *quote = memchr(run->at, '"', (size_t)(run->end - run->at));
    const char *stop = quote ? quote : run->end, *at = run->at;
    if (!check_value(run->checker, run->place, at, (size_t)(stop - at))) return false;
    while (run->at < stop) {
        if (*run->at == '<') return REFUSE(run->checker, "a < in a value is written as &lt;");
        if (*run->at == '&') {
            if (!check_reference(run)) return false;
        } else {
            run->checker->line += *run->at++ == '\n';
        }
    }
    if (stop > at) run->place->value_begun = true;
    if (!quote) return true;
    run->at = quote + 1;
    run->place->state = STATE_TIGHT;
    return true;
}

static bool check_literal(struct checker *checker, struct place *place, const struct piece *piece) {
    struct run run = {checker, place, piece->text, piece->text + piece->size};
    checker->line = piece->line;
    while (run.at < run.end) {
        bool space = isspace((unsigned char)*run.at);
        bool good = place->state == STATE_TEXT    ? read_text(&run)
                    : place->state == STATE_VALUE ? read_value(&run)
                                                  : read_in_tag(&run);
        if (!good) return false;
        if (!space) checker->anything = true;
    }
    return true;
}

/* ------------------------------------------------------------------ holes */

static bool check_hole(struct checker *checker, struct place *place, struct piece *piece) {
    bool first = !place->value_begun;
    if (place->state == STATE_TAG || place->state == STATE_TIGHT)
        return REFUSE(checker, "a hole in the name of a tag or attribute, or without quotes");
    if (place->state == STATE_TEXT) {
        if (strcmp(innermost(place), "script") == 0)
            return REFUSE(checker, "a hole in a script");
        if (piece->type == FIELD_SAFE && is_raw(place))
            return REFUSE(checker, "{{!%s}} in <%s>, which holds only text", piece->name,
                          innermost(place));
        piece->writer = piece->type == FIELD_SAFE ? WRITER_SAFE : WRITER_TEXT;
        return true;
    }
    place->value_begun = true;
    if (piece->type == FIELD_SAFE)
        return REFUSE(checker, "{{!%s}} is markup, and stands in no attribute", piece->name);
    switch (place->value) {
    case VALUE_PLAIN: piece->writer = WRITER_VALUE; return true;
    case VALUE_LINK: piece->writer = first ? WRITER_LINK : WRITER_URL_PART; break;
    case VALUE_LOCAL: piece->writer = first ? WRITER_LOCAL : WRITER_URL_PART; break;
    case VALUE_ASSET: return REFUSE(checker, "a script is one of ours: {{@asset name.js}}");
    case VALUE_LITERAL: return REFUSE(checker, "a hole in the attribute %s", place->attribute);
    }
    if (first && piece->type == FIELD_NUMBER)
        return REFUSE(checker, "a number is no address");
    return true;
}

static bool check_say(struct checker *checker, struct place *place, struct piece *piece) {
    if (place->state == STATE_TAG || place->state == STATE_TIGHT)
        return REFUSE(checker, "a text in a tag, outside of quotes");
    if (place->state == STATE_VALUE && place->value != VALUE_PLAIN)
        return REFUSE(checker, "a text in the attribute %s", place->attribute);
    if (place->state == STATE_TEXT && strcmp(innermost(place), "script") == 0)
        return REFUSE(checker, "a text in a script");
    if (place->state == STATE_VALUE) place->value_begun = true;
    for (struct piece *hole = piece->first; hole; hole = hole->next) hole->writer = WRITER_TEXT;
    return true;
}

static bool check_special(struct checker *checker, struct place *place, struct piece *piece) {
    switch (piece->kind) {
    case PIECE_LANG:
        if (place->state == STATE_VALUE && place->value == VALUE_PLAIN) return true;
        return REFUSE(checker, "{{@lang}} is the value of lang or hreflang");
    case PIECE_ASSET:
        if (place->state != STATE_VALUE || place->value_begun ||
            (place->value != VALUE_LOCAL && place->value != VALUE_ASSET))
            return REFUSE(checker, "{{@asset}} is the whole of a src or of a link's href");
        place->value_begun = true;
        return true;
    case PIECE_CSRF:
        if (place->state != STATE_TEXT || !place->posts)
            return REFUSE(checker, "{{@csrf}} stands in a form that is sent by post");
        place->guarded = true;
        return true;
    default:
        if (place->state != STATE_TEXT || is_raw(place) ||
            strcmp(innermost(place), "script") == 0)
            return REFUSE(checker, "a part or {{@content}} stands where markup may stand");
        return true;
    }
}

/* ------------------------------------------------------------------ blocks */

static bool check_pieces(struct checker *checker, struct place *place, struct piece *first);

static bool same_place(const struct place *left, const struct place *right) {
    bool tag = left->state == STATE_TAG || left->state == STATE_TIGHT;
    if (tag != (right->state == STATE_TAG || right->state == STATE_TIGHT)) return false;
    if (!tag && left->state != right->state) return false;
    if (left->state == STATE_VALUE && strcmp(left->attribute, right->attribute) != 0) return false;
    if (left->state == STATE_VALUE && left->value_begun != right->value_begun &&
        left->value != VALUE_PLAIN)
        return false;
    if (left->depth != right->depth || left->posts != right->posts ||
        left->guarded != right->guarded)
        return false;
    for (int i = 0; i < left->depth; i++)
        if (strcmp(left->open[i], right->open[i]) != 0) return false;
    return true;
}

/* Both ways through a block end in the same place, with what was open before it still open; what
 * is repeated ends where it began. */
static bool check_block(struct checker *checker, struct place *place, struct piece *piece) {
    int line = checker->line, depth = place->depth, lowest = place->lowest;
    struct place *first = copy_place(checker, place), *other = copy_place(checker, place);
    first->lowest = other->lowest = depth;
    if (!check_pieces(checker, first, piece->first) ||
        !check_pieces(checker, other, piece->otherwise))
        return false;
    checker->line = line;
    const char *word = piece->kind == PIECE_IF ? "if" : "each";
    if (first->lowest < depth || other->lowest < depth)
        return REFUSE(checker, "{{#%s}} closes what was opened before it", word);
    if (!same_place(first, other) ||
        (piece->kind == PIECE_EACH && !same_place(first, place)))
        return REFUSE(checker, "{{#%s}} ends in another place of the page than it would without "
                      "it: an element, a tag or an address is left open", word);
    bool tight = first->state == STATE_TIGHT || other->state == STATE_TIGHT;
    bool begun = first->value_begun || other->value_begun;
    *place = *other;
    if (tight) place->state = STATE_TIGHT;
    place->value_begun = begun;
    place->lowest = lowest;
    return true;
}

static bool check_pieces(struct checker *checker, struct place *place, struct piece *first) {
    for (struct piece *piece = first; piece; piece = piece->next) {
        bool good = false;
        checker->line = piece->line;
        switch (piece->kind) {
        case PIECE_LITERAL: good = check_literal(checker, place, piece); break;
        case PIECE_HOLE: good = check_hole(checker, place, piece); break;
        case PIECE_SAY: good = check_say(checker, place, piece); break;
        case PIECE_IF:
        case PIECE_EACH: good = check_block(checker, place, piece); break;
        default: good = check_special(checker, place, piece);
        }
        if (!good) return false;
        if (piece->kind != PIECE_LITERAL) checker->anything = true;
    }
    return true;
}

bool template_check(struct arena *arena, struct template *template, struct error *error) {
    struct checker checker = {.arena = arena, .template = template, .error = error, .line = 1};
    struct place *place = arena_new(arena, struct place, 1);
    if (!check_pieces(&checker, place, template->first)) return false;
    if (place->state != STATE_TEXT) return REFUSE(&checker, "the last tag has no end");
    if (place->depth) return REFUSE(&checker, "<%s> is not closed", innermost(place));
    return true;
}
