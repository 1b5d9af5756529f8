/* cairn leads: whom documents may be of. */
#include <string.h>

#include "base/json.h"
#include "case/decisions.h"
#include "case/layout.h"
#include "case/leads_record.h"
#include "cli/session.h"

struct leads_options {
    bool json;
};

static const struct option OPTIONS[] = {
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct leads_options, json),
     .help = "for programs"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command LEADS_COMMAND = {
    .name = "leads",
    .usage = "DIR [DOCUMENT] [--json]",
    .summary = "whom of the missing documents may be of, and why",
    .help = "Holds the names, dates and numbers of one document, or of all, against the list of "
            "the missing, across scripts and spellings, and shows the candidates in an order, each "
            "with what speaks for and against. The score is an order of 100 points and no probability.\n"
            "A document is a lead, never an identification: it says whose it was, not who lies "
            "where it lay.\n"
            "Documents that name nobody listed are said as such. When none of those asked for has "
            "a candidate, the exit code is 1.",
    .options = OPTIONS,
    .run = run,
};

/* Documents are held against these, and what was decided is said beside a lead. */
struct known {
    struct arena *arena;
    struct leads_list list;
    struct decisions decisions;
};

/* The confirmed identification of a person; NULL: none. */
static const struct decision *confirmed(const struct known *known,
                                        const struct leads_person *person) {
    for (int i = 0; i < known->decisions.count; i++) {
        const struct decision *decision = &known->decisions.decision[i];
        if (decision->state == DECISION_CONFIRMED && decision_is_of_person(decision, person->rec))
            return decision;
    }
    return NULL;
}

/* Did the document lie with these remains? */
static bool lay_there(const struct leads_document *document, const struct decision *decision) {
    return decision_is_of_remains(decision, &document->remains, 1);
}

/* What the record itself takes for the owner: its code, or "". */
static const char *hypothesis(const struct leads_document *document,
                              const struct leads_list *list) {
    for (int i = 0; i < list->count; i++)
        if (!strcmp(list->person[i].rec, document->person)) return list->person[i].id;
    return "";
}

/* ------------------------------------------------------------------ for programs */

static void lead_json(struct json *json, const struct known *known,
                      const struct leads_document *document, const struct lead *lead) {
    static const char *const sides[] = {"for", "against", "open"};
    const struct leads_person *person = &known->list.person[lead->person];
    const struct decision *decision = confirmed(known, person);
    json_open_object(json);
    json_member_text(json, "person", person->id);
    json_member_number(json, "score", lead->score);
    json_member_text(json, "confirmed_as",
                     decision ? decision_remains(known->arena, decision) : NULL);
    json_member_truth(json, "lay_there", decision && lay_there(document, decision));
    json_name(json, "reasons");
    json_open_list(json);
    for (int i = 0; i < lead->reason_count; i++) {
        json_open_object_flat(json);
        json_member_text(json, "side", sides[lead->reason[i].side]);
        json_member_text(json, "what", lead->reason[i].what);
        json_member_text(json, "why", lead->reason[i].why);
        json_member_number(json, "points", lead->reason[i].points);
        json_close_object(json);
    }
    json_close_list(json);
    json_close_object(json);
}

static void document_json(struct json *json, const struct known *known,
                          const struct leads_document *document, const struct leads *leads) {
    const char *person = hypothesis(document, &known->list);
    json_open_object(json);
    json_member_text(json, "document", document->code);
    json_member_text(json, "hypothesis", *person ? person : NULL);
    json_name(json, "notes");
    json_open_list(json);
    for (int i = 0; i < document->note_count; i++) json_text(json, document->note[i]);
    json_close_list(json);
    json_name(json, "candidates");
    json_open_list(json);
    for (int i = 0; i < leads->count; i++) lead_json(json, known, document, &leads->lead[i]);
    json_close_list(json);
    json_member_whole(json, "more", leads->more);
    json_name(json, "nearest");
    if (leads->has_nearest) lead_json(json, known, document, &leads->nearest);
    else json_none(json);
    json_close_object(json);
}

/* ------------------------------------------------------------------ for people */

/* What a confirmed identification makes of a lead. */
static void write_confirmed(struct arena *arena, const struct leads_document *document,
                            const struct decision *decision, struct buffer *out) {
    const char *remains = decision_remains(arena, decision);
    const char *text =
        lay_there(document, decision)
            ? arena_format(arena, "Confirmed as %s, with which this document lay.", remains)
        : *document->remains
            ? arena_format(arena, "Confirmed elsewhere, as %s: this document lay with other "
                                  "remains.", remains)
            : arena_format(arena, "Confirmed as %s; this document lay with no remains.", remains);
    layout_wrap(out, "    ", "    ", text);
}

static void write_lead(const struct known *known, const struct leads_document *document,
                       const struct lead *lead, struct buffer *out) {
    static const char *const signs[] = {"+", "-", " "};
    struct arena *arena = known->arena;
    const struct leads_person *person = &known->list.person[lead->person];
    const struct decision *decision = confirmed(known, person);
    buffer_format(out, "  %s, %s: %.0f of 100\n", person->id,
                  person->name_count ? person->name[0].text : "without a name", lead->score);
    if (decision) write_confirmed(arena, document, decision, out);
    for (int i = 0; i < lead->reason_count; i++)
        layout_wrap(out, arena_format(arena, "    %s %s: ", signs[lead->reason[i].side],
                                      lead->reason[i].what),
                    "        ", lead->reason[i].why);
}

static void write_document(const struct known *known, const struct leads_document *document,
                           const struct leads *leads, struct buffer *out) {
    const struct leads_list *list = &known->list;
    const char *person = hypothesis(document, list);
    buffer_format(out, "%s, %s: %s\n", document->code,
                  *document->class ? document->class : "document",
                  document->name_count ? document->name[0].text : "no name");
    for (int i = 0; i < document->note_count; i++)
        layout_wrap(out, "  note: ", "        ", document->note[i]);
    for (int i = 0; i < leads->count; i++) write_lead(known, document, &leads->lead[i], out);
    if (leads->more) buffer_format(out, "  and %d more candidates\n", leads->more);
    if (!leads->count)
        buffer_format(out, "  It names nobody who is listed as missing%s\n",
                      leads->has_nearest ? "; the nearest, and no candidate:" : ".");
    if (leads->has_nearest) write_lead(known, document, &leads->nearest, out);
    if (*person && (!leads->count || strcmp(list->person[leads->lead[0].person].id, person)))
        buffer_format(out, "  note: the record takes %s for the owner\n", person);
    buffer_add_text(out, "\n");
}

static bool answer(struct command_line *line, const struct session *session,
                   const struct leads_options *options, struct error *error) {
    struct arena *arena = line->arena;
    const char *code = line->count > 1 ? line->words[1] : NULL;
    struct given_names given = given_names_make(arena);
    struct known known = {.arena = arena};
    struct leads_document *document;
    size_t count;
    if (!leads_read_missing(arena, &session->tables, &given, &known.list, error) ||
        !leads_read_documents(arena, &session->tables, &given, code, &document, &count, error) ||
        !decisions_read(arena, &session->investigation, &session->tables, &known.decisions,
                        error))
        return false;
    if (code && !count)
        return error_set(error, ERROR_NOT_FOUND,
                         "there is no document \"%.80s\"; cairn find looks for words", code);
    struct json json = json_to(line->out);
    size_t with_leads = 0;
    if (options->json) json_open_list(&json);
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct leads leads;
        if (cancel_requested(line->cancel))
            return error_set(error, ERROR_CANCELLED, "interrupted");
        leads_find(arena, &known.list, &document[i], &leads);
        with_leads += leads.count > 0;
        if (options->json) document_json(&json, &known, &document[i], &leads);
        else write_document(&known, &document[i], &leads, line->out);
        arena_release(arena, mark);
    }
    if (options->json) json_close_list(&json);
    else
        layout_wrap(line->out, "", "",
                    arena_format(arena,
                                 "%zu of %zu documents lead to somebody among %d missing. A "
                                 "document is a lead, never an identification; scores are no probabilities.",
                                 with_leads, count, known.list.count));
    line->answer_no = with_leads == 0;
    return true;
}

static bool run(struct command_line *line, struct error *error) {
    struct leads_options options = {0};
    struct session session;
    if (!command_options(&LEADS_COMMAND, line, &options, sizeof options, 1, 2, error) ||
        !session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    bool done = session_read_tables(&session, line->cancel, !options.json, error) &&
                answer(line, &session, &options, error);
    session_close(&session);
    return done;
}
