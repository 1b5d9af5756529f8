#include "cli/demo_pages.h"

#include "case/layout.h"
#include "cli/demo_users.h"
#include "cli/serve_pages.h"

void demo_pages_text(bool colour, struct buffer *out) {
    buffer_format(out, "\n%sIn a browser, until Ctrl-C%s\n\n", colour ? "\033[1m" : "",
                  colour ? "\033[0m" : "");
    for (const struct demo_user *user = DEMO_USERS; user->name; user++)
        buffer_format(out, "  %-22s%s\n", user->name, user->roles);
    layout_wrap(
        out, "\n  ", "  ",
        "Sign in by one of these names at the address below. The passphrase of everybody is:");
    buffer_format(out, "\n  %s\n\n", DEMO_PASSPHRASE);
}

/* Each request is a line for whoever looks after a server; here it would run over the text. */
static void drop_line(void *data, const char *line) { (void)data, (void)line; }

bool demo_pages_serve(struct command_line *line, const char *investigation, struct error *error) {
    const struct web_options options = {
        .path = investigation, .one_factor = true, .log = drop_line};
    return command_print(line, error) && serve_pages(line, &options, error);
}
