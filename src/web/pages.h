/* The pages: their handlers, a file each subject, and what several of them use. pages.c has the
 * table of all of them. */
#ifndef CAIRN_WEB_PAGES_H
#define CAIRN_WEB_PAGES_H

#include "web/visit.h"
#include "web/words.h"

typedef bool web_handler(struct visit *visit, struct error *error);

web_handler show_home;
web_handler show_sign_in, take_sign_in, take_sign_out;
web_handler show_second_factor, take_second_factor;
web_handler show_account, take_session_end, take_language;
web_handler show_kinds, show_records, give_list;
web_handler show_record, show_entry, show_code;
web_handler show_new_form, take_new_form, show_edit_form, take_edit_form;
web_handler show_find;
web_handler show_families, show_new_family, show_family, take_relative;
web_handler show_parents, take_parents, take_withdrawal;
web_handler show_documents, show_zone, keep_document, show_names;
web_handler show_media, show_new_media, take_media;
web_handler give_small_picture, give_large_picture, give_original;
web_handler show_identify, take_run, show_run, take_run_cancel, show_decisions;
web_handler show_what_if, take_what_if;
web_handler show_comparison, give_comparison;
web_handler show_dossier, show_decide, take_decide;
web_handler show_custody, show_things, show_chain, show_hand_over, take_hand_over;
web_handler show_waiting, take_signature, take_refusal, take_back;
web_handler show_figures, show_figure, show_figure_list;

/* A text of a declaration in the language: as say(), whose texts xgettext collects from sources;
 * those of declarations are collected from schema/. */
static inline const char *say_word(enum language language, const char *english) {
    return say(language, english);
}

/* Counts a try of something that could be guessed; ERROR_BUSY when there were too many. */
MUST_CHECK bool visit_try(struct visit *visit, const char *what, const char *who,
                          struct error *error);

/* Answers with a file: CSV, or JSON. */
void respond_file(struct visit *visit, const struct buffer *bytes, const char *name, bool is_json);

/* Text as a part of an address, percent-encoded; in the arena. */
const char *address_part(struct arena *arena, const char *text);

/* Is a second factor asked of somebody with these roles? */
bool needs_second_factor(const struct web *web, unsigned roles);

#endif
