/* Proposing, confirming, refusing and revoking: a form, signed with the passphrase again. */
#include <string.h>

#include "case/decision_drafts.h"
#include "web/dossier.h"
#include "web/form.h"

/* A decision in the making. */
struct deciding {
    struct dossier dossier;
    enum decision_verb verb;
    const struct decision *decision; /* that it is about; NULL: none yet */
    struct form form;
    struct form_place place;
};

/* ------------------------------------------------------------------ the form */

static bool find_verb(const struct visit *visit, enum decision_verb *out_verb,
                      struct error *error) {
    const char *name = request_parameter(visit->request, "verb");
    for (int verb = 0; verb < DECISION_VERBS; verb++) {
        if (strcmp(name, decision_verb_name((enum decision_verb)verb)) != 0) continue;
        *out_verb = (enum decision_verb)verb;
        return true;
    }
    return error_set(error, ERROR_NOT_FOUND, "there is nothing of that name to be decided");
}

/* What people say in a decision. The program fills in who is whom, all numbers, and choices of one
 * word; and what is a file in the folder of a command line is none that a browser may name. The
 * clock is the server's. */
static bool is_said(const struct schema_field *field) {
    bool says_itself = field->type == FIELD_CHOICE && field->words.count == 1;
    return strcmp(field->name, "clock_error") != 0 && !decision_fills_in(field->name) &&
           field->tier != TIER_RESTRICTED && !says_itself && field->type != FIELD_MEDIA &&
           field->type != FIELD_REFERENCE;
}

static void keep_said(struct form *form) {
    int count = 0;
    for (int i = 0; i < form->field_count; i++)
        if (is_said(form->field[i].field)) form->field[count++] = form->field[i];
    form->field_count = count;
}

static const char *about_of(const struct deciding *deciding) {
    enum language language = deciding->dossier.visit->language;
    switch (deciding->verb) {
    case DECISION_PROPOSE:
        return deciding->decision
                   ? say(language,
                         "There is a proposal already. A changed one takes its place, says "
                         "why, and has to be confirmed anew.")
                   : say(language,
                         "The numbers are taken from the newest comparison. Say everything "
                         "that does not fit, and how it is explained; other lines of "
                         "evidence stand below.");
    case DECISION_CONFIRM:
        return say(language,
                   "The remains are this person, as far as the board can be convinced. Say "
                   "how you judge what does not fit.");
    case DECISION_REFUSE:
        return say(language,
                   "Not established: open when more work is needed, excluded when it cannot "
                   "be this person.");
    case DECISION_REVOKE: break;
    }
    return say(language,
               "What was confirmed turns out to be wrong or unsafe. Every page that shows it "
               "follows.");
}

static void place_form(struct deciding *deciding) {
    struct visit *visit = deciding->dossier.visit;
    enum language language = visit->language;
    const struct message_value values[] = {{.name = "remains", .text = deciding->dossier.codes[0]},
                                           {.name = "person", .text = deciding->dossier.person},
                                           {.name = NULL}};
    const char *const names[DECISION_VERBS] = {
        deciding->decision ? say(language, "Change the proposal: {remains} as {person}")
                           : say(language, "Propose: {remains} as {person}"),
        say(language, "Confirm: {remains} as {person}"),
        say(language, "Refuse: {remains} as {person}"),
        say(language, "Revoke: {remains} as {person}")};
    const char *const buttons[DECISION_VERBS] = {
        say(language, "Propose and sign"), say(language, "Confirm and sign"),
        say(language, "Refuse and sign"), say(language, "Revoke and sign")};
    deciding->place = (struct form_place){
        .name = fill(visit, names[deciding->verb], values),
        .about = about_of(deciding),
        .address = arena_format(visit->arena, "%s/%s", deciding->dossier.address,
                                decision_verb_name(deciding->verb)),
        .back = deciding->dossier.address,
        .button = buttons[deciding->verb],
        .here = "/identify"};
    deciding->form.place = &deciding->place;
    /* Why an entry changes an earlier one is asked for where there is one. */
    deciding->form.rec = deciding->verb == DECISION_PROPOSE && deciding->decision
                             ? deciding->decision->proposal.rec
                             : NULL;
    keep_said(&deciding->form);
}

static bool read_proposal(const struct visit *visit, const struct decision *decision,
                          json_t *fields, struct error *error) {
    const struct table *table = tables_find(visit->tables, "proposal");
    struct query *query;
    bool row;
    if (!query_open(visit->tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, decision->proposal.index);
    bool done =
        query_step(query, &row, error) && (!row || tables_fields(table, query, fields, error));
    query_close(query);
    return done;
}

/* A new proposal begins as the command has it, a changed one with what it says now. */
static bool begin_form(struct deciding *deciding, struct error *error) {
    struct visit *visit = deciding->dossier.visit;
    const struct schema *schema = schema_find(decision_verb_kind(deciding->verb));
    json_t *fields = json_object();
    bool done = true;
    if (deciding->verb == DECISION_PROPOSE && deciding->decision)
        done = read_proposal(visit, deciding->decision, fields, error);
    else if (deciding->verb == DECISION_PROPOSE)
        json_object_set_new(fields, "state", json_string("probable"));
    json_object_del(fields, "reason");
    done = done && form_of_record(visit, schema, fields, &deciding->form, error);
    json_decref(fields);
    if (done) place_form(deciding);
    return done;
}

static bool open_deciding(struct visit *visit, struct deciding *deciding, struct error *error) {
    *deciding = (struct deciding){.dossier.visit = visit};
    if (!find_verb(visit, &deciding->verb, error) ||
        !dossier_open(visit, &deciding->dossier, error))
        return false;
    const char *refusal = dossier_refusal(&deciding->dossier, deciding->verb, &deciding->decision);
    return !refusal || error_set(error, ERROR_DENIED, "%s", refusal);
}

bool show_decide(struct visit *visit, struct error *error) {
    struct deciding deciding;
    bool done = open_deciding(visit, &deciding, error) && begin_form(&deciding, error);
    if (done) form_show(visit, &deciding.form, 200);
    dossier_close(&deciding.dossier);
    return done;
}

/* ------------------------------------------------------------------ signing */

/* What was typed, as a request; *out_good false: some is not right, and the form says what. */
static json_t *read_fields(struct deciding *deciding, bool *out_good) {
    struct visit *visit = deciding->dossier.visit;
    struct form *form = &deciding->form;
    json_t *fields = json_object();
    *out_good = true;
    for (int i = 0; i < form->field_count; i++) {
        struct form_field *field = &form->field[i];
        json_t *value;
        /* A new decision changes nothing, and so gives no reason for that. */
        if (!form->rec && !strcmp(field->field->name, "reason")) continue;
        if (!form_read_field(visit, field, &value)) *out_good = false;
        else if (value) json_object_set_new(fields, field->field->name, value);
    }
    return fields;
}

/* Appends it. ERROR_DENIED and ERROR_CONFLICT: the rules refuse, or somebody was faster. */
static bool append(struct deciding *deciding, json_t *fields, struct receipt *out_receipt,
                   struct error *error) {
    struct visit *visit = deciding->dossier.visit;
    struct decision_request request = {
        .remains = deciding->dossier.code, .person = deciding->dossier.person, .fields = fields};
    struct decision_drafts drafts = {
        .verb = deciding->verb, .random = &visit->web->random, .signer = visit_signer(visit)};
    bool done = visit_look_again(visit, error) &&
                decision_drafts_make(visit->arena, visit->investigation, visit->tables, &request, 1,
                                     &drafts, error);
    struct append_batch batch = {.drafts = drafts.draft, .count = 1};
    done = done && visit_append(visit, &batch, out_receipt, NULL, error);
    decision_drafts_close(&drafts);
    return done;
}

/* What nobody can mend by typing something else. */
static bool is_for_the_team(enum error_code code) {
    return code != ERROR_NONE && code != ERROR_DENIED && code != ERROR_CONFLICT &&
           code != ERROR_BAD_INPUT && code != ERROR_NOT_FOUND && code != ERROR_BUSY;
}

/* The passphrase comes last: whoever typed something wrong has not to type it twice. */
static bool sign(struct deciding *deciding, struct receipt *out_receipt, struct error *error) {
    struct visit *visit = deciding->dossier.visit;
    const char *passphrase = request_field(visit->request, "record.passphrase");
    struct error fault = {0};
    bool good;
    json_t *fields = read_fields(deciding, &good);
    if (good && !visit_passphrase(visit, passphrase ? passphrase : "", &fault)) {
        deciding->place.wrong = arena_copy(visit->arena, fault.text);
        good = false;
    }
    /* One decision at a time: the rules look at all that there are. */
    const char *claim = "decision";
    if (good) {
        claims_take(&visit->web->claims, &claim, 1);
        good = append(deciding, fields, out_receipt, &fault);
        claims_give_back(&visit->web->claims, &claim, 1);
        if (!good) deciding->form.fault = arena_copy(visit->arena, fault.text);
    }
    json_decref(fields);
    if (!good && is_for_the_team(fault.code)) error_set(error, fault.code, "%s", fault.text);
    return good;
}

bool take_decide(struct visit *visit, struct error *error) {
    struct deciding deciding;
    struct receipt receipt;
    const struct schema *schema;
    bool done = open_deciding(visit, &deciding, error);
    if (done) {
        schema = schema_find(decision_verb_kind(deciding.verb));
        done = form_of_request(visit, schema, &deciding.form, error);
    }
    if (done) {
        place_form(&deciding);
        /* More lines for a table: what was typed comes back with them. */
        if (request_field(visit->request, "record.rows")) form_show(visit, &deciding.form, 200);
        else if (sign(&deciding, &receipt, error))
            respond_redirect(visit->request,
                             arena_format(visit->arena, "%s?signed=%llu", deciding.dossier.address,
                                          (unsigned long long)receipt.index));
        else if (error->code == ERROR_NONE) form_show(visit, &deciding.form, 422);
        else done = false;
    }
    dossier_close(&deciding.dossier);
    return done;
}
