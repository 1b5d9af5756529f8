/* What somebody does by what they say. The verb decides where it can; otherwise words in the text
 * do, and whether the speaker's side is the one that is accused. */
#include <string.h>

#include "say/reading.h"

const char *say_act_name(enum say_act act) {
    static const char *const names[SAY_ACTS] = {NULL,
                                                "allegation",
                                                "denial",
                                                "partial_admission",
                                                "counter_allegation",
                                                "justification",
                                                "report",
                                                "call_for_inquiry",
                                                "no_comment",
                                                "other"};
    return names[act];
}

void draft_marks(struct draft *draft, const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++) {
        draft->demands |= token_is(p, i, WORD_DEMAND);
        if (p->tokens[i].kind == TOKEN_NUMBER) draft->marks[SAY_REPORT] |= 1;
        const struct lexeme *mark = token_lexeme(p, i, WORD_MARK);
        if (!mark) continue;
        /* "it is no lie" denies nothing */
        bool negated = i > from && mark->act == SAY_DENIAL && token_is(p, i - 1, WORD_NEGATION) &&
                       !token_is(p, i, WORD_NEGATION);
        if (negated) continue;
        if (!draft->first_mark || mark->act == draft->first_mark || draft->first_mark == SAY_REPORT)
            draft->first_mark = mark->act;
        if (draft->marks[mark->act] < UINT8_MAX) draft->marks[mark->act]++;
    }
}

/* The act of a verb that says it, as far as its object goes with it. */
static enum say_act act_of_verb(const struct draft *draft, enum side side) {
    const uint8_t *mark = draft->marks;
    enum say_act given = draft->statement.act;
    switch (given) {
    case SAY_CALL_FOR_INQUIRY: return mark[SAY_CALL_FOR_INQUIRY] ? given : SAY_OTHER;
    case SAY_ALLEGATION:
        return side == SIDE_ACCUSED || (mark[SAY_COUNTER_ALLEGATION] && side != SIDE_ACCUSER)
                   ? SAY_COUNTER_ALLEGATION
                   : given;
    case SAY_REPORT: return mark[SAY_ALLEGATION] ? SAY_ALLEGATION : given;
    default: return given;
    }
}

enum say_act act_of(const struct draft *draft, enum side side) {
    const uint8_t *mark = draft->marks;
    bool accused = side == SIDE_ACCUSED;
    if (draft->given) return act_of_verb(draft, side);
    if (mark[SAY_NO_COMMENT]) return SAY_NO_COMMENT;
    if (mark[SAY_CALL_FOR_INQUIRY] && draft->demands) return SAY_CALL_FOR_INQUIRY;
    if (mark[SAY_COUNTER_ALLEGATION] && side != SIDE_ACCUSER) return SAY_COUNTER_ALLEGATION;
    if (mark[SAY_DENIAL] && (draft->first_mark == SAY_DENIAL || accused)) return SAY_DENIAL;
    if (mark[SAY_JUSTIFICATION] && (accused || !mark[SAY_ALLEGATION]) && side != SIDE_ACCUSER)
        return SAY_JUSTIFICATION;
    if (mark[SAY_PARTIAL_ADMISSION] && side != SIDE_ACCUSER) return SAY_PARTIAL_ADMISSION;
    if (mark[SAY_ALLEGATION] || mark[SAY_COUNTER_ALLEGATION])
        return accused ? SAY_COUNTER_ALLEGATION : SAY_ALLEGATION;
    if (mark[SAY_DENIAL]) return SAY_DENIAL;
    if (mark[SAY_REPORT]) return SAY_REPORT;
    return draft->statement.direct ? SAY_OTHER : SAY_REPORT;
}
