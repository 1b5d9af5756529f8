#define _GNU_SOURCE /* memmem */
/* Templates: what stands on the page as it is, followed tag by tag. The page is read as a browser
 * would (HTML Living Standard, 13.2.5), but only in the one plain way that pages are written in:
 * small letters, double quotes, every element closed. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "template_place.h"

bool place_is_one_of(const char *word, const char *words) {
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

const char *place_innermost(const struct place *place) {
    return place->depth ? place->open[place->depth - 1] : "";
}

static bool in_element(const struct place *place, const char *name) {
    for (int i = 0; i < place->depth; i++)
        if (strcmp(place->open[i], name) == 0) return true;
    return false;
}

bool place_is_raw(const struct place *place) {
    return place_is_one_of(place_innermost(place), "title textarea") && !in_element(place, "svg");
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
    if (strcmp(place_innermost(place), name) != 0)
        return REFUSE(checker, "</%s>, but <%s> is open", name, place_innermost(place));
    if (strcmp(name, "form") == 0) {
        if (place->posts && !place->guarded)
            return REFUSE(checker, "a form that is sent by post has {{@csrf}} in it");
        place->posts = place->guarded = false;
    }
    if (--place->depth < place->lowest) place->lowest = place->depth;
    return true;
}

static bool open_element(struct checker *checker, struct place *place, const char *name) {
    if (!place_is_one_of(name, ELEMENTS)) return REFUSE(checker, "<%s> is not for our pages", name);
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
    if (place_is_one_of(place_innermost(place), VOIDS) || (slash && in_element(place, "svg"))) {
        place->depth--;
        if (place->depth < place->lowest) place->lowest = place->depth;
        return true;
    }
    return !slash || REFUSE(checker, "<%s/> would stay open: close it with </%s>",
                            place_innermost(place), place_innermost(place));
}

static bool begin_attribute(struct checker *checker, struct place *place, const char *name) {
    char small[WORD_MOST];
    for (size_t i = 0; i < WORD_MOST; i++) small[i] = (char)tolower((unsigned char)name[i]);
    const char *element = place_innermost(place);
    if (strncmp(small, "on", 2) == 0)
        return REFUSE(checker, "%s: no script in an attribute; put it into pages/assets", small);
    if (place_is_one_of(small, "style srcdoc http-equiv formmethod ping background manifest"))
        return REFUSE(checker, "the attribute %s is not for our pages", small);
    if (strcmp(small, name) != 0 &&
        !place_is_one_of(name, "viewBox preserveAspectRatio patternUnits gradientUnits markerWidth "
                         "markerHeight refX refY textLength clipPathUnits gradientTransform"))
        return REFUSE(checker, "attributes are written in small letters: %s", name);
    strcpy(place->attribute, name);
    place->value_begun = false;
    place->value = VALUE_PLAIN;
    if (place_is_one_of(small, "href cite xlink:href"))
        place->value = place_is_one_of(element, "link use") ? VALUE_LOCAL : VALUE_LINK;
    else if (place_is_one_of(small, "src action formaction poster data"))
        place->value = strcmp(element, "script") == 0 ? VALUE_ASSET : VALUE_LOCAL;
    else if (place_is_one_of(small, "srcset imagesrcset method rel target is") ||
             (strcmp(small, "type") == 0 && place_is_one_of(element, "script link source")))
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
    if (place_is_raw(place) && !closes)
        return REFUSE(checker, "<%s> in <%s>, which holds only text", word, place_innermost(place));
    run->at = at;
    if (!closes) return open_element(checker, place, word);
    if (at == run->end || *at != '>') return REFUSE(checker, "</%s has nothing before its >", word);
    run->at++;
    return close_element(checker, place, word);
}

static bool read_text(struct run *run) {
    if (*run->at == '<') return read_markup(run);
    if (!isspace((unsigned char)*run->at) && strcmp(place_innermost(run->place), "script") == 0)
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

bool place_follow(struct checker *checker, struct place *place, const struct piece *piece) {
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
