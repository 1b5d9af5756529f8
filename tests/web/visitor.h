/* Somebody at a browser: loads pages, signs in with both factors, fills in forms and sends them. */
#ifndef CAIRN_TESTS_WEB_VISITOR_H
#define CAIRN_TESTS_WEB_VISITOR_H

#include "http/client.h"
#include "web/sheet.h"

struct visitor {
    struct arena arena; /* of the newest page and what was read of it */
    int port;
    char session[100], form[100]; /* cookies */
    char secret[64];              /* of the second factor, in base32, once it was shown */
    struct reply reply;           /* the newest */
    char location[2000];          /* where it leads to; "" */
};

void visitor_open(struct visitor *visitor, int port);
void visitor_close(struct visitor *visitor);

/* Loads a page, and follows nothing; the status. */
int visitor_get(struct visitor *visitor, const char *format, ...) PRINTF_LIKE(2, 3);

/* The page that was loaded. */
const char *visitor_page(const struct visitor *visitor);

/* Does it have that in it, as text? The test fails when it has not; or when it has. */
void visitor_sees(struct visitor *visitor, const char *words);
void visitor_sees_not(struct visitor *visitor, const char *words);

/* The form of the page (sheet_read), which must be there. */
struct sheet *visitor_sheet(struct visitor *visitor, const char *action);

/* Sends it; the status. */
int visitor_send(struct visitor *visitor, const struct sheet *sheet);

/* Sends it with files in the field "files", as multipart/form-data; the status. */
struct visitor_file {
    const char *name;
    const void *bytes;
    size_t size;
};
int visitor_send_files(struct visitor *visitor, const struct sheet *sheet,
                       const struct visitor_file *files, size_t count);

/* Signs in, with TRIAL_PASSPHRASE or another; in both steps where there are two. The test fails when
 * it does not come in. */
void visitor_sign_in(struct visitor *visitor, int port, const char *name);

void visitor_sign_in_by(struct visitor *visitor, int port, const char *name,
                        const char *passphrase);

/* Loads the form at the address and sets names and values (a list that NULL ends) in it. */
struct sheet *visitor_fill(struct visitor *visitor, const char *address, ...);

/* Sends it and must be led to the page of the record; its identifier. */
const char *visitor_save(struct visitor *visitor, const struct sheet *sheet);

#endif
