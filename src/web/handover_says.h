/* What the record says of a handover to a family (case/handover_check.h), in the words of a page:
 * both who sign read it before they do. */
#ifndef CAIRN_WEB_HANDOVER_SAYS_H
#define CAIRN_WEB_HANDOVER_SAYS_H

#include "case/handover_check.h"
#include "web/handing.h"

struct says_line {
    const char *label, *address; /* of the thing that it is about; NULL: of the whole */
    const char *text;
    bool warns; /* it refuses the handover, or asks for an explanation */
};

/* In the arena of the visit. Posteriors are said to those who may read them. */
struct says_line *handover_says(const struct visit *visit, const struct people *people,
                                const struct handover_said *said, size_t *out_count);

/* What all these lines come to, as text: who has seen them has seen the same. In the arena. */
const char *handover_seen(const struct visit *visit, const struct says_line *lines, size_t count);

#endif
