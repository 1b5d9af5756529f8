/* What somebody does by what they say. The verb decides where it can; otherwise words in the text
 * do, and whether the speaker's side is the one that is accused. */
#include <string.h>

#include "say/reading.h"

const char *say_act_name(enum say_act act) {
    static const char *const names[SAY_ACTS] = {
        NULL, "allegation", "denial", "partial_admission", "counter_allegation", "justification",
        "report", "call_for_inquiry", "no_comment", "other"};
    return names[act];
}

enum say_act act_of(const struct reading *reading, const struct draft *draft, bool accused) {
    (void)reading;
    const uint8_t *mark = draft->marks;
    enum say_act given = draft->statement.act;
    if (draft->given) {
        if (given == SAY_CALL_FOR_INQUIRY) return mark[SAY_CALL_FOR_INQUIRY] ? given : SAY_OTHER;
        if (given == SAY_ALLEGATION && accused) return SAY_COUNTER_ALLEGATION;
        if (given == SAY_REPORT) {
            if (mark[SAY_ALLEGATION]) return SAY_ALLEGATION;
            return given;
        }
        return given;
    }
    if (mark[SAY_NO_COMMENT]) return SAY_NO_COMMENT;
    if (mark[SAY_CALL_FOR_INQUIRY]) return SAY_CALL_FOR_INQUIRY;
    if (mark[SAY_COUNTER_ALLEGATION]) return accused || mark[SAY_COUNTER_ALLEGATION] > 1 ? SAY_COUNTER_ALLEGATION : SAY_ALLEGATION;
    if (mark[SAY_JUSTIFICATION] && (accused || !mark[SAY_ALLEGATION])) return SAY_JUSTIFICATION;
    if (mark[SAY_DENIAL] && (accused || !mark[SAY_ALLEGATION])) return SAY_DENIAL;
    if (mark[SAY_PARTIAL_ADMISSION]) return SAY_PARTIAL_ADMISSION;
    if (mark[SAY_ALLEGATION]) return accused ? SAY_COUNTER_ALLEGATION : SAY_ALLEGATION;
    if (mark[SAY_REPORT]) return SAY_REPORT;
    return accused ? SAY_JUSTIFICATION : SAY_OTHER;
}
