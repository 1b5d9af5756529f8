/* What the files of leads.h share. */
#ifndef CAIRN_CASE_LEADS_PARTS_H
#define CAIRN_CASE_LEADS_PARTS_H

#include "schema/edtf.h"

struct leads_dates {
    double points; /* below 0: they speak against */
    const char *why;
};

/* What the date of birth on a document says beside that of a person. */
struct leads_dates leads_dates_compare(const struct edtf *one, const struct edtf *other);

#endif
