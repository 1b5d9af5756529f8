/* From what was typed into a form to an entry: references are found, what must be unique is, and
 * what the person may not read stays as it was. */
#ifndef CAIRN_WEB_CHANGE_H
#define CAIRN_WEB_CHANGE_H

#include "web/form.h"

/* Saves the form, which is a change of `form->rec`, or a new record when that is NULL. True: it was
 * appended, and `*out_receipt` says where, or (*out_saved false) it could not be, and the form says
 * why: faults of fields, or that somebody else has changed the record meanwhile, in which case it
 * holds both changes and can be sent again. */
MUST_CHECK bool change_save(struct visit *visit, struct form *form, bool *out_saved,
                            struct receipt *out_receipt, struct error *error);

/* What a field of a form says, as VALUE_OF_ENTRY, the caller's to give back; NULL: nothing, or
 * `field->fault` says what is wrong with it. `waits`: see web/references.h. */
MUST_CHECK bool change_read_field(const struct visit *visit, struct form_field *field, bool waits,
                                  json_t **out_value, struct error *error);

/* The form of a record as it is now; false when the person may not change it. */
MUST_CHECK bool change_begin(const struct visit *visit, const char *rec, struct form *out_form,
                             struct error *error);

#endif
