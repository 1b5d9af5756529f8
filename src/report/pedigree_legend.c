#include "report/pedigree_legend.h"

#include "report/pedigree_layout.h"
#include "report/pedigree_symbol.h"
#include "report/text_fit.h"

static const struct drawing_style LEGEND = {"legend", PAINT_INK, PAINT_NONE, 0, 0, false};
static const struct drawing_style LINE = {"line", PAINT_NONE, PAINT_INK, 1.2, 0, false};

/* Pixels. No wider than a telephone, so that it is read without moving a wide drawing. */
enum { MARGIN = 16, ABOVE = 12, LINE_HEIGHT = 44, TO_TEXT = 12, BETWEEN = 20, WIDTH = 356 };

static void draw_sign(struct drawing *drawing, enum pedigree_sign sign, double x, double y) {
    const struct pedigree_symbol symbol = {.sex = sign == SIGN_SEX + SEX_FEMALE ? SEX_FEMALE
                                                  : sign == SIGN_SEX            ? SEX_UNKNOWN
                                                                                : SEX_MALE,
                                           .dead = sign == SIGN_DEAD,
                                           .typed = sign == SIGN_TYPED,
                                           .missing = sign == SIGN_MISSING,
                                           .identified = sign == SIGN_IDENTIFIED,
                                           .repeat = sign == SIGN_REPEAT};
    if (sign != SIGN_RELATED) {
        pedigree_symbol(drawing, &symbol, x, y);
        return;
    }
    drawing_line(drawing, &LINE, x - PEDIGREE_RADIUS, y - 2, x + PEDIGREE_RADIUS, y - 2);
    drawing_line(drawing, &LINE, x - PEDIGREE_RADIUS, y + 2, x + PEDIGREE_RADIUS, y + 2);
}

void pedigree_legend(struct drawing *drawing, unsigned signs, const struct pedigree_words *words) {
    const char *const texts[SIGN_COUNT] = {
        [SIGN_SEX + SEX_UNKNOWN] = words->sex_unknown,
        [SIGN_SEX + SEX_MALE] = words->male,
        [SIGN_SEX + SEX_FEMALE] = words->female,
        [SIGN_DEAD] = words->dead,
        [SIGN_TYPED] = words->typed,
        [SIGN_MISSING] = words->missing,
        [SIGN_IDENTIFIED] = words->identified_sign,
        [SIGN_RELATED] = words->related_sign,
        [SIGN_REPEAT] = words->repeat_sign,
    };
    static const enum pedigree_sign ORDER[SIGN_COUNT] = {
        SIGN_SEX + SEX_MALE, SIGN_SEX + SEX_FEMALE, SIGN_SEX + SEX_UNKNOWN, SIGN_DEAD,  SIGN_TYPED,
        SIGN_MISSING,        SIGN_IDENTIFIED,       SIGN_RELATED,           SIGN_REPEAT};
    double x = MARGIN, y = drawing->height + ABOVE + PEDIGREE_RADIUS;
    if (!signs) return;
    if (drawing->width < WIDTH) drawing->width = WIDTH;
    for (int i = 0; i < SIGN_COUNT; i++) {
        enum pedigree_sign sign = ORDER[i];
        if (!(signs >> sign & 1)) continue;
        double width = 2 * PEDIGREE_RADIUS + TO_TEXT + text_width(SIZE_NORMAL, false, texts[sign]);
        if (x > MARGIN && x + width > WIDTH - MARGIN) {
            x = MARGIN;
            y += LINE_HEIGHT;
        }
        if (x + width > drawing->width - MARGIN) drawing->width = x + width + MARGIN;
        draw_sign(drawing, sign, x + PEDIGREE_RADIUS, y);
        drawing_text(drawing, &LEGEND, x + 2 * PEDIGREE_RADIUS + TO_TEXT, y + 4, ANCHOR_START,
                     SIZE_NORMAL, texts[sign]);
        x += width + BETWEEN;
    }
    drawing->height = y + PEDIGREE_RADIUS + MARGIN;
}
