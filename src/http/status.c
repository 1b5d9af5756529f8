#include "http/status.h"

#include "http/message.h"

int status_of(enum error_code code) {
    switch (code) {
    case ERROR_NONE: return 200;
    case ERROR_USAGE:
    case ERROR_BAD_INPUT: return 400;
    case ERROR_DENIED: return 403;
    case ERROR_NOT_FOUND: return 404;
    case ERROR_CONFLICT: return 409;
    case ERROR_TOO_LARGE:
    case ERROR_TOO_COSTLY: return 413;
    case ERROR_BUSY:
    case ERROR_CANCELLED: return 503;
    case ERROR_STORAGE:
    case ERROR_CORRUPT:
    case ERROR_INTERNAL: break;
    }
    return 500;
}

const char *status_title(int status, enum language language) {
    switch (status) {
    case 400: return say(language, "This request cannot be understood");
    case 403: return say(language, "This is not open to you");
    case 404: return say(language, "There is no such page");
    case 405: return say(language, "This page cannot be used in that way");
    case 409: return say(language, "Somebody else was faster");
    case 413: return say(language, "This is too large");
    case 415: return say(language, "This form was sent in another way than it should");
    case 417: return say(language, "This cannot be expected of us");
    case 421: return say(language, "This server has another name");
    case 429: return say(language, "Too many requests: wait a little");
    case 501: return say(language, "This cannot be done here");
    case 503: return say(language, "Too much is going on: try again in a moment");
    case 505: return say(language, "This is another version of HTTP");
    default: return say(language, "Something went wrong on our side");
    }
}

bool status_shows_reason(int status) { return status < 500 || status == 503; }
