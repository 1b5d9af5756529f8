/* Templates: in which place of the page is every hole, and may it be there? What is left out of the
 * language, because no escaping would be safe in it or because our content security policy forbids
 * it anyway, is refused. */
#include <string.h>

#include "template_place.h"

static struct place *copy_place(struct checker *checker, const struct place *place) {
    struct place *copy = arena_new(checker->arena, struct place, 1);
    *copy = *place;
    return copy;
}

/* ------------------------------------------------------------------ holes */

static bool check_hole(struct checker *checker, struct place *place, struct piece *piece) {
    bool first = !place->value_begun;
    if (place->state == STATE_TAG || place->state == STATE_TIGHT)
        return REFUSE(checker, "a hole in the name of a tag or attribute, or without quotes");
    if (place->state == STATE_TEXT) {
        if (strcmp(place_innermost(place), "script") == 0)
            return REFUSE(checker, "a hole in a script");
        if (piece->type == FIELD_SAFE && place_is_raw(place))
            return REFUSE(checker, "{{!%s}} in <%s>, which holds only text", piece->name,
                          place_innermost(place));
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
    if (place->state == STATE_TEXT && strcmp(place_innermost(place), "script") == 0)
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
        if (place->state != STATE_TEXT || place_is_raw(place) ||
            strcmp(place_innermost(place), "script") == 0)
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
        case PIECE_LITERAL: good = place_follow(checker, place, piece); break;
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
    if (place->depth) return REFUSE(&checker, "<%s> is not closed", place_innermost(place));
    return true;
}
