/* All pages of the investigators: where they are, and who may come in. */
#include "web/pages.h"

/* Who adds files: others are refused before anything of theirs is read. */
#define MEDIA_SIGNERS (1U << USER_FIELD | 1U << USER_EXAMINER | 1U << USER_LABORATORY)
#define MEDIA_FORM_MOST ((size_t)2 << 30) /* bytes: a hundred photographs, or one film */

#define GET(path, roles, show, query) {{METHOD_GET, path, roles, 0, 0, NULL}, show, query}
#define SLOW(path, roles, show, query) {{METHOD_GET, path, roles, ROUTE_SLOW, 0, NULL}, show, query}
#define UPLOAD(path, roles, most, show)                                                            \
    { {METHOD_POST, path, roles, ROUTE_SLOW | ROUTE_UPLOAD, most, NULL}, show, NULL }
#define SLOW_POST(path, roles, show)                                                               \
    { {METHOD_POST, path, roles, ROUTE_SLOW, 0, NULL}, show, NULL }
#define POST(path, roles, show) {{METHOD_POST, path, roles, 0, 0, NULL}, show, NULL}

const struct web_page web_pages[] = {
    GET("/sign-in", 0, show_sign_in, "next"),
    POST("/sign-in", 0, take_sign_in),
    POST("/sign-out", ROLES_ANY, take_sign_out),
    GET("/second-factor", HALF_SIGNED_IN, show_second_factor, "next"),
    POST("/second-factor", HALF_SIGNED_IN, take_second_factor),
    POST("/language", 0, take_language),
    GET("/account", SIGNED_IN, show_account, ""),
    POST("/account/end", SIGNED_IN, take_session_end),
    GET("/", SIGNED_IN, show_home, ""),
    GET("/find", SIGNED_IN, show_find, "q"),
    SLOW("/documents", SIGNED_IN, show_documents, "page"),
    POST("/documents/zone", SIGNED_IN, show_zone),
    POST("/documents/keep", SIGNED_IN, keep_document),
    GET("/names", SIGNED_IN, show_names, "name"),
    GET("/media", SIGNED_IN, show_media, "about page"),
    GET("/media/new", SIGNED_IN, show_new_media, "about"),
    UPLOAD("/media/new", MEDIA_SIGNERS, MEDIA_FORM_MOST, take_media),
    SLOW("/media/:rec/small", SIGNED_IN, give_small_picture, ""),
    SLOW("/media/:rec/large", SIGNED_IN, give_large_picture, ""),
    SLOW("/media/:rec/original", SIGNED_IN, give_original, ""),
    GET("/families", SIGNED_IN, show_families, "page"),
    GET("/families/new", SIGNED_IN, show_new_family, ""),
    GET("/families/:family", SIGNED_IN, show_family, "saved"),
    POST("/families/:family/relative", SIGNED_IN, take_relative),
    GET("/families/:family/parents/:rec", SIGNED_IN, show_parents, ""),
    POST("/families/:family/parents/:rec", SIGNED_IN, take_parents),
    POST("/families/:family/withdraw/:rec", SIGNED_IN, take_withdrawal),
    GET("/records", SIGNED_IN, show_kinds, ""),
    GET("/records/:kind", SIGNED_IN, show_records, "sort way field value page"),
    GET("/records/:kind/all", SIGNED_IN, give_list, "as"),
    GET("/records/:kind/new", SIGNED_IN, show_new_form, "about kind"),
    POST("/records/:kind/new", SIGNED_IN, take_new_form),
    GET("/record/:rec", SIGNED_IN, show_record, "saved"),
    GET("/record/:rec/edit", SIGNED_IN, show_edit_form, ""),
    POST("/record/:rec/edit", SIGNED_IN, take_edit_form),
    GET("/entry/:index", SIGNED_IN, show_entry, ""),
    GET("/code/:code", SIGNED_IN, show_code, ""),
    GET("/identify", SIGNED_IN, show_identify, ""),
    POST("/identify", SIGNED_IN, take_run),
    GET("/identify/run", SIGNED_IN, show_run, ""),
    POST("/identify/run/cancel", SIGNED_IN, take_run_cancel),
    GET("/identify/what-if", SIGNED_IN, show_what_if, "show page"),
    POST("/identify/what-if", SIGNED_IN, take_what_if),
    GET("/identify/decisions", SIGNED_IN, show_decisions, "state page"),
    SLOW("/identify/:comparison", SIGNED_IN, show_comparison, "show sort of page"),
    SLOW("/identify/:comparison/all", SIGNED_IN, give_comparison, "as"),
    SLOW("/identify/:comparison/:remains/:person", SIGNED_IN, show_dossier, "signed"),
    GET("/identify/:comparison/:remains/:person/:verb", SIGNED_IN, show_decide, ""),
    POST("/identify/:comparison/:remains/:person/:verb", SIGNED_IN, take_decide),
    SLOW("/custody", SIGNED_IN, show_custody, ""),
    SLOW("/custody/things", SIGNED_IN, show_things, "state with kind gap as page"),
    SLOW("/custody/of/:rec", SIGNED_IN, show_chain, "as"),
    SLOW("/custody/new/:kind", SIGNED_IN, show_hand_over, "of event"),
    SLOW_POST("/custody/new/:kind", SIGNED_IN, take_hand_over),
    SLOW("/custody/waiting/:rec", SIGNED_IN, show_waiting, ""),
    SLOW_POST("/custody/waiting/:rec/sign", SIGNED_IN, take_signature),
    SLOW_POST("/custody/waiting/:rec/refuse", SIGNED_IN, take_refusal),
    SLOW_POST("/custody/waiting/:rec/withdraw", SIGNED_IN, take_back),
    SLOW("/figures", SIGNED_IN, show_figures, "as"),
    SLOW("/figures/:figure", SIGNED_IN, show_figure, "by in against as page"),
    SLOW("/figures/:figure/:answer", SIGNED_IN, show_figure_list, "by in as page"),
    {{0}, NULL, NULL},
};
