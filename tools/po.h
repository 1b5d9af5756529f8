/* Translations (po/LANGUAGE.po) as gettext's tools keep them. Read is what msgmerge writes: msgctxt,
 * msgid, msgid_plural, msgstr and msgstr[n] with C strings, and comments. */
#ifndef CAIRN_TOOLS_PO_H
#define CAIRN_TOOLS_PO_H

#include "base/arena.h"
#include "base/error.h"

enum { PO_FORMS = 3, PO_MOST = 1 << 22 };

struct po_entry {
    int line;
    bool fuzzy; /* a guess of msgmerge that nobody has looked at: not used */
    const char *context;    /* tells a text from the same elsewhere; or NULL */
    const char *one, *many; /* English; many is NULL where nothing is counted */
    const char *form[PO_FORMS];
};

/* Reads the entries but for the header, which must say the number of plural forms that the language
 * has. A translation has the holes {name} of its English text, no more and no fewer. */
MUST_CHECK bool po_read(struct arena *arena, const char *path, const char *bytes, int plural_forms,
                        struct po_entry **out_entries, size_t *out_count, struct error *error);

#endif
