/* What belongs to the person: the sessions that are open, and the language of the pages. */
#include <string.h>

#include "http/page_account.h"
#include "web/pages.h"

static const char *since(const struct visit *visit, double seconds) {
    enum language language = visit->language;
    long long minutes = (long long)(seconds / 60), hours = minutes / 60;
    const struct message_value values[] = {
        {.name = "n", .is_number = true, .number = hours ? hours : minutes}, {0}};
    if (!minutes) return say(language, "just now");
    return message_fill(visit->arena, language,
                        hours ? say_many(language, "{n} hour ago", "{n} hours ago", hours)
                              : say_many(language, "{n} minute ago", "{n} minutes ago", minutes),
                        values);
}

bool show_account(struct visit *visit, struct error *error) {
    struct session_line *lines;
    size_t count;
    (void)error;
    sessions_list(visit->arena, visit->web->sessions, visit->person->user.text, &lines, &count);
    struct page_account_sessions *list =
        arena_new(visit->arena, struct page_account_sessions, count);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct page_account_sessions){
            .number = lines[i].number,
            .label = lines[i].label,
            .begun = since(visit, lines[i].age_seconds),
            .used = since(visit, lines[i].idle_seconds),
            .own = !strcmp(lines[i].number, visit->request->session->number)};
    struct page_account page = {
        .frame = visit_frame(visit, say(visit->language, "Your account"), "/account"),
        .name = visit->person->name,
        .roles = roles_text(visit, visit->person->roles),
        .sessions = list,
        .sessions_count = count};
    page_account(visit_page(visit), &page);
    return true;
}

bool take_session_end(struct visit *visit, struct error *error) {
    const char *number = request_field(visit->request, "number");
    struct web *web = visit->web;
    const char *user = visit->person->user.text;
    if (!number)
        return error_set(error, ERROR_BAD_INPUT, "%s", say(visit->language, "No session is named."));
    if (strcmp(number, "others") == 0)
        sessions_end_user(web->sessions, user, visit->request->session);
    else if (!sessions_end_number(web->sessions, user, number))
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "That session has ended."));
    respond_redirect(visit->request, "/account");
    return true;
}

bool take_language(struct visit *visit, struct error *error) {
    const char *tag = request_field(visit->request, "language");
    enum language language;
    if (!tag || !language_find(tag, &language))
        return error_set(error, ERROR_BAD_INPUT, "%s",
                         say(visit->language, "These pages are not in that language."));
    respond_language(visit->request, language);
    respond_redirect(visit->request, request_next(visit->request));
    return true;
}
