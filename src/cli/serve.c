/* cairn serve: the investigators' pages. */
#include <string.h>

#include "base/files.h"
#include "cli/serve_pages.h"
#include "schema/quote.h"

enum { PORT = 8417, REQUESTS = 50, PEM_MOST = 1 << 20, NAMES_MOST = 16 };

struct serve_options {
    const char *address, *certificate, *key, *hosts, *proxies;
    int64_t port, requests;
};

static const struct option OPTIONS[] = {
    {.name = "address", .kind = OPTION_TEXT, .target = offsetof(struct serve_options, address),
     .value = "ADDRESS", .help = "to listen at (127.0.0.1: this computer only)"},
    {.name = "port", .kind = OPTION_WHOLE, .target = offsetof(struct serve_options, port),
     .value = "PORT", .help = "to listen at (8417); 0: any that is free", .least = 0,
     .most = 65535},
    {.name = "requests", .kind = OPTION_WHOLE, .target = offsetof(struct serve_options, requests),
     .value = "N", .help = "a second that one address may make (50), such as a team behind one "
                           "router; 0: any number", .least = 0, .most = 1000000},
    {.name = "certificate", .kind = OPTION_TEXT,
     .target = offsetof(struct serve_options, certificate), .value = "FILE",
     .help = "TLS: the certificate with its chain (PEM)"},
    {.name = "key", .kind = OPTION_TEXT, .target = offsetof(struct serve_options, key),
     .value = "FILE", .help = "TLS: its private key (PEM)"},
    {.name = "hosts", .kind = OPTION_TEXT, .target = offsetof(struct serve_options, hosts),
     .value = "NAME,…", .help = "names that browsers may call this server by"},
    {.name = "proxies", .kind = OPTION_TEXT, .target = offsetof(struct serve_options, proxies),
     .value = "ADDRESS,…", .help = "proxies in front of it that do TLS"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command SERVE_COMMAND = {
    .name = "serve",
    .usage = "DIR [--port PORT] [--address ADDRESS --certificate FILE --key FILE --hosts NAME,…]",
    .summary = "the investigators' pages, in a browser",
    .help = "Serves the investigation until Ctrl-C. Users sign in with the passphrases of their "
            "keys (cairn user); roles decide what they see and do. Whoever may read of families is "
            "asked for a second factor, which is set up when they first sign in. While it runs, "
            "nothing else appends to the folder.\n"
            "By itself it listens on this computer only. Over a network it takes TLS: a "
            "certificate and its key, or a proxy in front (--proxies) that has one.\n"
            "Signing in unseals a key into the server's memory until the session ends. So whoever "
            "runs the server could sign as those who are signed in: run it on a computer of the "
            "team's own.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

static bool read_pem(struct arena *arena, const char *path, const char **out_text,
                     struct error *error) {
    char *bytes;
    size_t size;
    if (!path) return true;
    if (!files_read(arena, path, PEM_MOST, &bytes, &size, error)) return false;
    *out_text = arena_copy_part(arena, bytes, size);
    return true;
}

/* "a,b" as a list that NULL ends; NULL where nothing is given. */
static bool split(struct arena *arena, const char *option, const char *text,
                  const char *const **out_list, struct error *error) {
    const char **list = text ? arena_new(arena, const char *, NAMES_MOST + 1) : NULL;
    char *rest = text ? arena_copy(arena, text) : NULL;
    int count = 0;
    while (rest) {
        char *word = strsep(&rest, ",");
        word += strspn(word, " ");
        size_t length = strcspn(word, " ");
        if (length == 0 || word[length + strspn(word + length, " ")])
            return error_set(error, ERROR_USAGE, "serve: --%s has \"%s\", which is no name: "
                             "separate names with one comma", option, quote(word).text);
        word[length] = '\0';
        if (count == NAMES_MOST)
            return error_set(error, ERROR_USAGE, "serve: --%s has more than %d names", option,
                             NAMES_MOST);
        list[count++] = word;
    }
    *out_list = list;
    return true;
}

static bool run(struct command_line *line, struct error *error) {
    struct serve_options options = {.port = PORT, .requests = REQUESTS};
    struct web_options web = {0};
    if (!command_options(&SERVE_COMMAND, line, &options, sizeof options, 1, 1, error) ||
        !read_pem(line->arena, options.certificate, &web.certificate, error) ||
        !read_pem(line->arena, options.key, &web.key, error) ||
        !split(line->arena, "hosts", options.hosts, &web.hosts, error) ||
        !split(line->arena, "proxies", options.proxies, &web.proxies, error))
        return false;
    web.path = line->words[0];
    web.address = options.address;
    web.port = (int)options.port;
    web.requests.per_second = options.requests ? (double)options.requests : -1;
    web.requests.burst = 10 * (double)options.requests;
    return serve_pages(line, &web, error);
}
