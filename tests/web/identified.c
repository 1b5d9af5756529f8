#include "web/identified.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/files.h"
#include "base/folder.h"
#include "cli/program.h"
#include "record/trial.h"

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* ------------------------------------------------------------------ commands */

static const char *run(struct identified *made, int code, const char *arguments) {
    struct answer answer = cairn_run(arguments);
    if (answer.code != code)
        fail_msg("cairn %s: code %d: %s%s", arguments, answer.code, buffer_text(&answer.out),
                 buffer_text(&answer.err));
    const char *said = arena_copy(&made->arena, buffer_text(&answer.out));
    answer_close(&answer);
    return said;
}

const char *identified_run(struct identified *made, int code, const char *command,
                           const char *rest) {
    return run(made, code,
               arena_format(&made->arena, "%s '%s' %s < /dev/null", command, made->path, rest));
}

json_t *identified_json(struct identified *made, int code, const char *command, const char *rest) {
    json_t *said = json_loads(
        identified_run(made, code, command, arena_format(&made->arena, "%s --json", rest)), 0,
        NULL);
    assert_non_null(said);
    return said;
}

long long identified_size(struct identified *made) {
    json_t *said = identified_json(made, 0, "verify", "");
    long long size = json_integer_value(json_object_get(said, "size"));
    json_decref(said);
    return size;
}

/* ------------------------------------------------------------------ making and serving it */

static void sign(struct identified *made, const char *command, const char *rest) {
    identified_run(made, 0, command,
                   arena_format(&made->arena, "%s --passphrase-file '%s/all'", rest, made->folder));
}

static void add_user(struct identified *made, const char *name, const char *roles) {
    sign(made, "user",
         arena_format(&made->arena,
                      "add '%s' --roles %s --new-passphrase-file "
                      "'%s/all' --key-cost 8",
                      name, roles, made->folder));
}

void identified_make(struct identified *made) {
    static const char *const tables[] = {"remains",     "persons",  "samples",      "profiles",
                                         "frequencies", "mutation", "parameters",   "sites",
                                         "graves",      "elements", "examinations", "documents"};
    struct error error = {0};
    static const char passphrase[] = TRIAL_PASSPHRASE "\n";
    *made = (struct identified){0};
    arena_open(&made->arena, 0);
    made->folder = folder_make(&made->arena);
    made->path = files_join(&made->arena, made->folder, "site.cairn");
    must(files_write(files_join(&made->arena, made->folder, "all"), passphrase, strlen(passphrase),
                     &error),
         &error);
    sign(made, "init", "--key-cost 8 --confirmations 2");
    run(made, 0, arena_format(&made->arena, "example '%s/tables' --remains 60", made->folder));
    const char *files = "";
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        files = arena_format(&made->arena, "%s '%s/tables/%s.tsv'", files, made->folder, tables[i]);
    sign(made, "import", files);
    add_user(made, "Lab", "laboratory");
    add_user(made, "Second lab", "laboratory");
    add_user(made, "Examiner", "examiner");
    add_user(made, "Bea", "board");
    add_user(made, "Bob", "board");
    add_user(made, "Both", "laboratory,board");
    add_user(made, "Liaison", "liaison");
}

static void drop_line(void *data, const char *line) { (void)data, (void)line; }

void identified_start(struct identified *made) {
    struct error error = {0};
    made->options = (struct web_options){
        .path = made->path, .requests = {.per_second = -1}, .workers = 4, .log = drop_line};
    must(web_start(&made->arena, &made->options, &made->web, &error), &error);
    made->port = atoi(strrchr(web_url(made->web), ':') + 1);
}

void identified_stop(struct identified *made) {
    web_stop(made->web);
    made->web = NULL;
}

void identified_remove(struct identified *made) {
    if (made->web) identified_stop(made);
    trial_check(&made->arena, made->path);
    folder_remove(made->folder);
    arena_close(&made->arena);
}

/* ------------------------------------------------------------------ runs */

void identified_wait(struct visitor *visitor) {
    const struct timespec pause = {.tv_nsec = 50000000};
    for (int i = 0; i < 2400; i++) {
        assert_int_equal(visitor_get(visitor, "/identify/run"), 200);
        if (!strstr(visitor_page(visitor), "run-steps")) return;
        nanosleep(&pause, NULL);
    }
    fail_msg("the run does not come to its end: %s", visitor_page(visitor));
}

const char *identified_compare(struct identified *made, struct visitor *visitor,
                               const char *total) {
    struct sheet *sheet = visitor_fill(visitor, "/identify", "missing_total", total, NULL);
    if (visitor_send(visitor, sheet) != 303) fail_msg("%s", visitor_page(visitor));
    assert_string_equal(visitor->location, "/identify/run");
    identified_wait(visitor);
    visitor_sees(visitor, "It is done, signed and recorded.");
    const char *link = strstr(visitor_page(visitor), "href=\"/identify/r-");
    assert_non_null(link);
    link += strlen("href=\"/identify/");
    return arena_copy_part(&made->arena, link, strcspn(link, "\""));
}

const char *identified_pair(struct identified *made, const json_t *found, int rank, double least,
                            double most) {
    const json_t *list = json_object_get(found, "posterior");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *line = json_array_get(list, i);
        double p = json_number_value(json_object_get(line, "p"));
        if (p < least || p > most || rank-- > 0) continue;
        return arena_format(&made->arena, "%s/%s",
                            json_string_value(json_object_get(line, "remains")),
                            json_string_value(json_object_get(line, "person")));
    }
    fail_msg("there is no such pair");
    return NULL;
}
