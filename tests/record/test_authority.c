/* Who may sign what, from the first entry on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/log.h"
#include "record/trial.h"
#include "schema/schema_parse.h"

#define SITE "{'code':'ABC','name':'Wood','kind':'primary_grave'}"

static int enter(void **state) {
    static struct trial trial;
    trial_open(&trial);
    *state = &trial;
    return 0;
}

static int leave(void **state) {
    struct trial *trial = *state;
    trial_check(&trial->arena, trial->path);
    trial_close(trial);
    return 0;
}

static struct trial_signer add_user(struct trial *trial, const char *roles) {
    struct trial_signer user;
    trial_make_signer(trial, &user);
    struct draft draft = trial_new_user(trial, &user, roles, &trial->administrator);
    trial_accepted(trial, &draft);
    return user;
}

/* The same draft, signed by several. */
static struct draft signed_by(struct trial *trial, struct draft draft,
                              const struct trial_signer *one, const struct trial_signer *other) {
    struct draft_signer *signers = arena_new(&trial->arena, struct draft_signer, 2);
    signers[0] = one->signer;
    signers[1] = other->signer;
    draft.signers = signers;
    draft.signer_count = 2;
    return draft;
}

static struct draft site(struct trial *trial, const struct trial_signer *signer) {
    return trial_draft(trial, "site", SITE, NULL, signer);
}

/* ------------------------------------------------------------------ one signer */

static void test_a_role_is_needed(void **state) {
    struct trial *trial = *state;
    struct draft by_administrator = site(trial, &trial->administrator);
    trial_refused(trial, &by_administrator, "has no role that may sign a site");
    struct trial_signer press = add_user(trial, "'press'");
    struct draft by_press = site(trial, &press);
    trial_refused(trial, &by_press, "has no role that may sign a site");
    struct draft by_worker = site(trial, &trial->worker);
    trial_accepted(trial, &by_worker);
}

static void test_a_user_who_is_not_there_cannot_sign(void **state) {
    struct trial *trial = *state;
    struct trial_signer nobody;
    trial_make_signer(trial, &nobody);
    struct draft draft = site(trial, &nobody);
    trial_refused(trial, &draft, "is no user");
}

static void test_nobody_signs_with_another_key(void **state) {
    struct trial *trial = *state;
    struct trial_signer false_worker = trial->worker;
    false_worker.signer.key = trial->administrator.signer.key;
    struct draft draft = site(trial, &false_worker);
    trial_refused(trial, &draft, "the key that signs is not one of");
}

static void test_nobody_signs_who_is_not_asked_for(void **state) {
    struct trial *trial = *state;
    struct trial_signer other = add_user(trial, "'field'");
    struct draft draft = signed_by(trial, site(trial, &other), &trial->worker, &other);
    trial_refused(trial, &draft, "signed by one person");
}

static void test_nobody_gives_himself_a_role(void **state) {
    struct trial *trial = *state;
    struct draft draft = trial_changed_user(trial, &trial->worker, "'administrator','field'",
                                            "active", &trial->worker);
    trial_refused(trial, &draft, "is no administrator");
}

/* A role holds before the entry's own effect, and from the next one on. */
static void test_a_role_counts_from_the_next_entry(void **state) {
    struct trial *trial = *state;
    struct trial_signer user;
    trial_make_signer(trial, &user);
    struct draft itself = trial_new_user(trial, &user, "'administrator'", &user);
    trial_refused(trial, &itself, "is no user");
    struct draft draft = trial_new_user(trial, &user, "'field'", &trial->administrator);
    trial_accepted(trial, &draft);
    struct draft first = site(trial, &user);
    trial_accepted(trial, &first);
    draft = trial_changed_user(trial, &user, "'press'", "active", &trial->administrator);
    trial_accepted(trial, &draft);
    struct draft second = site(trial, &user);
    trial_refused(trial, &second, "has no role");
}

static void test_who_is_suspended_cannot_sign_and_may_come_back(void **state) {
    struct trial *trial = *state;
    struct trial_signer user = add_user(trial, "'field'");
    struct draft draft =
        trial_changed_user(trial, &user, "'field'", "suspended", &trial->administrator);
    trial_accepted(trial, &draft);
    struct draft entry = site(trial, &user);
    trial_refused(trial, &entry, "is suspended");
    draft = trial_changed_user(trial, &user, "'field'", "active", &trial->administrator);
    trial_accepted(trial, &draft);
    trial_accepted(trial, &entry);
}

static void test_who_is_revoked_stays_so(void **state) {
    struct trial *trial = *state;
    struct trial_signer user = add_user(trial, "'field'");
    struct draft draft =
        trial_changed_user(trial, &user, "'field'", "revoked", &trial->administrator);
    trial_accepted(trial, &draft);
    struct draft entry = site(trial, &user);
    trial_refused(trial, &entry, "is revoked");
    draft = trial_changed_user(trial, &user, "'field'", "active", &trial->administrator);
    trial_refused(trial, &draft, "stays so");
}

static void test_the_last_administrator_stays(void **state) {
    struct trial *trial = *state;
    const struct trial_signer *self = &trial->administrator;
    struct draft draft = trial_changed_user(trial, self, "'administrator'", "suspended", self);
    trial_refused(trial, &draft, "no administrator left");
    draft = trial_changed_user(trial, self, "'board'", "active", self);
    trial_refused(trial, &draft, "no administrator left");
}

/* ------------------------------------------------------------------ two administrators */

static void test_two_administrators_grant_together(void **state) {
    struct trial *trial = *state;
    const struct trial_signer *first = &trial->administrator;
    struct trial_signer second = add_user(trial, "'administrator'"), user, other;
    trial_make_signer(trial, &user);
    trial_make_signer(trial, &other);
    struct draft draft = trial_new_user(trial, &user, "'field'", first);
    trial_refused(trial, &draft, "two of them must sign");
    draft = signed_by(trial, draft, first, &trial->worker);
    trial_refused(trial, &draft, "is no administrator");
    draft = signed_by(trial, draft, first, &second);
    trial_accepted(trial, &draft);
    draft = trial_changed_user(trial, &user, "'field','board'", "active", &second);
    trial_refused(trial, &draft, "two of them must sign");
    draft = signed_by(trial, draft, &second, first);
    trial_accepted(trial, &draft);
    draft = trial_changed_user(trial, &user, "'board'", "active", &second); /* takes a role away */
    trial_accepted(trial, &draft);
    draft = trial_changed_user(trial, &user, "'board'", "suspended", first);
    trial_accepted(trial, &draft);
    draft = trial_changed_user(trial, &user, "'board'", "active", first);
    trial_refused(trial, &draft, "two of them must sign");
}

/* Else either could become the only one. */
static void test_an_administrator_is_not_ended_by_another_alone(void **state) {
    struct trial *trial = *state;
    const struct trial_signer *first = &trial->administrator;
    struct trial_signer second = add_user(trial, "'administrator'");
    struct draft draft = trial_changed_user(trial, first, "'administrator'", "revoked", &second);
    trial_refused(trial, &draft, "two of them must sign");
    draft = trial_changed_user(trial, first, "'press'", "active", &second);
    trial_refused(trial, &draft, "two of them must sign");
    draft = trial_changed_user(trial, &second, "'administrator'", "suspended", first);
    draft = signed_by(trial, draft, first, &second);
    trial_accepted(trial, &draft);
    struct draft alone = trial_changed_user(trial, &trial->worker, "'field','press'", "active",
                                            first);
    trial_accepted(trial, &alone);
}

/* ------------------------------------------------------------------ keys */

static struct draft key_draft(struct trial *trial, const struct identifier *owner,
                              const struct user_key *key, const char *status,
                              const struct identifier *rec) {
    const char *fields = arena_format(
        &trial->arena, "{'owner':'%s','public_key':'%s','state':'%s'}", owner->text,
        trial_base64(trial, key->public_key.byte, SIGN_PUBLIC_SIZE), status);
    return trial_draft(trial, "key", fields, rec, &trial->administrator);
}

static void test_a_key_takes_the_place_of_another(void **state) {
    struct trial *trial = *state;
    struct trial_signer user = add_user(trial, "'field'"), with_new = user, spare;
    trial_make_signer(trial, &spare);
    with_new.signer.key = spare.signer.key;
    struct draft new_key = key_draft(trial, &user.signer.user, &spare.key, "active", NULL);
    struct draft old_key = key_draft(trial, &user.signer.user, &user.key, "lost", NULL);
    struct draft with_both = site(trial, &with_new), before = site(trial, &with_new);
    trial_refused(trial, &before, "the key that signs");
    trial_accepted(trial, &new_key);
    trial_accepted(trial, &with_both); /* a second device */
    struct draft with_old = site(trial, &user), again = site(trial, &user);
    trial_accepted(trial, &with_old);
    trial_accepted(trial, &old_key);
    trial_refused(trial, &again, "the key that signs");
    struct draft after = site(trial, &with_new);
    trial_accepted(trial, &after);
    struct draft back = key_draft(trial, &user.signer.user, &user.key, "active", &old_key.rec);
    trial_refused(trial, &back, "stays so");
    struct draft other = key_draft(trial, &user.signer.user, &user.key, "revoked", NULL);
    trial_refused(trial, &other, "another record is about that key");
    struct draft mixed = key_draft(trial, &user.signer.user, &user.key, "revoked", &new_key.rec);
    trial_refused(trial, &mixed, "about another key");
}

static void test_one_key_is_never_two_signers(void **state) {
    struct trial *trial = *state;
    struct trial_signer twin;
    trial_make_signer(trial, &twin);
    twin.key.public_key = trial->worker.key.public_key;
    struct draft user = trial_new_user(trial, &twin, "'board'", &trial->administrator);
    trial_refused(trial, &user, "somebody else's");
    struct trial_signer other = add_user(trial, "'board'");
    struct draft key =
        key_draft(trial, &other.signer.user, &trial->worker.key, "active", NULL);
    trial_refused(trial, &key, "somebody else's");
    struct draft twice = signed_by(trial, site(trial, &trial->worker), &trial->worker,
                                   &trial->worker);
    trial_refused(trial, &twice, "has signed this entry already");
}

static void test_the_key_of_a_user_is_not_changed_on_the_way(void **state) {
    struct trial *trial = *state;
    struct trial_signer user = add_user(trial, "'field'"), other;
    trial_make_signer(trial, &other);
    user.key.public_key = other.key.public_key;
    struct draft draft =
        trial_changed_user(trial, &user, "'field'", "active", &trial->administrator);
    trial_refused(trial, &draft, "by an entry of the kind key");
}

static void test_the_last_key_of_the_last_administrator_stays(void **state) {
    struct trial *trial = *state;
    struct draft draft = key_draft(trial, &trial->administrator.signer.user,
                                   &trial->administrator.key, "revoked", NULL);
    trial_refused(trial, &draft, "no administrator left");
}

/* ------------------------------------------------------------------ decisions */

#define SOME "r-aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define PROPOSAL                                                                                   \
    "{'state':'established','remains':['" SOME "'],'person':'" SOME "',"                           \
    "'discrepancies':{'none':'examined_absent'}}"

static struct draft decision(struct trial *trial, const char *kind, const struct receipt *about,
                             const struct trial_signer *signer) {
    const char *leaf = trial_base64(trial, about->leaf.byte, DIGEST_SIZE);
    const char *rest = strcmp(kind, "confirmation") == 0
                           ? "'state':'established','discrepancies':'none that matter'"
                           : "'state':'open','reasons':'more work'";
    return trial_draft(trial, kind, arena_format(&trial->arena, "{'proposal':'%s',%s}", leaf, rest),
                       NULL, signer);
}

static void test_a_proposal_is_decided_by_somebody_else(void **state) {
    struct trial *trial = *state;
    struct trial_signer one = add_user(trial, "'laboratory','board'");
    struct trial_signer other = add_user(trial, "'board'");
    struct draft draft = trial_draft(trial, "proposal", PROPOSAL, NULL, &one);
    struct receipt proposal = trial_accepted(trial, &draft);
    draft = decision(trial, "confirmation", &proposal, &one);
    trial_refused(trial, &draft, "has proposed it");
    draft = decision(trial, "refusal", &proposal, &one);
    trial_refused(trial, &draft, "has proposed it");
    draft = decision(trial, "refusal", &proposal, &other);
    trial_accepted(trial, &draft);
    draft = decision(trial, "confirmation", &proposal, &other);
    struct receipt confirmation = trial_accepted(trial, &draft);
    draft = decision(trial, "confirmation", &confirmation, &other);
    trial_refused(trial, &draft, "is no proposal");
    proposal.leaf.byte[0] ^= 1;
    draft = decision(trial, "confirmation", &proposal, &other);
    trial_refused(trial, &draft, "not in the record");
}

static void test_an_administrator_neither_proposes_nor_confirms(void **state) {
    struct trial *trial = *state;
    struct trial_signer mighty = add_user(trial, "'laboratory'"), board = add_user(trial, "'board'");
    struct draft draft = trial_draft(trial, "proposal", PROPOSAL, NULL, &mighty);
    struct receipt proposal = trial_accepted(trial, &draft);
    draft = trial_changed_user(trial, &board, "'board','administrator'", "active",
                               &trial->administrator);
    trial_accepted(trial, &draft);
    draft = decision(trial, "confirmation", &proposal, &board);
    trial_refused(trial, &draft, "is an administrator");
    draft = trial_changed_user(trial, &mighty, "'laboratory','administrator'", "active",
                               &trial->administrator);
    draft = signed_by(trial, draft, &trial->administrator, &board);
    trial_accepted(trial, &draft);
    draft = trial_draft(trial, "proposal", PROPOSAL, NULL, &mighty);
    trial_refused(trial, &draft, "is an administrator");
}

/* ------------------------------------------------------------------ several hands */

#define HANDOVER "{'number':'H1','person':'" SOME "','remains':['" SOME "']}"

static struct draft custody(struct trial *trial, const struct trial_signer *gives,
                            const struct trial_signer *receives) {
    const char *fields = arena_format(
        &trial->arena,
        "{'number':'C1','event':'transfer','items':['" SOME "'],'gives':'%s','receives':'%s'}",
        gives->signer.user.text, receives->signer.user.text);
    return trial_draft(trial, "custody", fields, NULL, gives);
}

static void test_custody_passes_by_both_hands(void **state) {
    struct trial *trial = *state;
    const struct trial_signer *gives = &trial->worker;
    struct trial_signer receives = add_user(trial, "'custodian'"), other = add_user(trial, "'field'");
    struct draft draft = custody(trial, gives, &receives);
    trial_refused(trial, &draft, "who receives, has not signed");
    struct draft wrong = signed_by(trial, draft, gives, &other);
    trial_refused(trial, &wrong, "who receives, has not signed");
    wrong = signed_by(trial, draft, &receives, &other);
    trial_refused(trial, &wrong, "who gives, has not signed");
    struct draft right = signed_by(trial, draft, gives, &receives);
    trial_accepted(trial, &right);
    draft = custody(trial, gives, gives);
    trial_refused(trial, &draft, "cannot both give and receive");
}

/* Who handles nothing has no hand in it, beside whomever. */
static void test_who_handles_things_has_a_hand_in_it(void **state) {
    static const char *const none[] = {"'press'", "'board'"};
    static const char *const some[] = {"'field'", "'laboratory'", "'examiner'", "'liaison'",
                                       "'custodian'"};
    struct trial *trial = *state;
    const struct trial_signer *gives = &trial->worker;
    for (int i = 0; i < 2; i++) {
        struct trial_signer other = add_user(trial, none[i]);
        struct draft draft = custody(trial, gives, &other);
        struct draft both = signed_by(trial, draft, gives, &other);
        trial_refused(trial, &both, "has no role that may have a hand in a custody");
        draft = custody(trial, &other, gives);
        both = signed_by(trial, draft, &other, gives);
        trial_refused(trial, &both, "has no role that may have a hand in a custody");
        draft = trial_draft(trial, "custody", "{'number':'C9','event':'break','items':['" SOME
                            "'],'explanation':'nobody knows'}", NULL, &other);
        trial_refused(trial, &draft, "has no role that may have a hand in a custody");
    }
    struct draft draft = custody(trial, &trial->administrator, gives);
    struct draft both = signed_by(trial, draft, &trial->administrator, gives);
    trial_refused(trial, &both, "has no role that may have a hand in a custody");
    for (int i = 0; i < 5; i++) {
        struct trial_signer other = add_user(trial, some[i]);
        draft = custody(trial, &other, gives);
        both = signed_by(trial, draft, &other, gives);
        trial_accepted(trial, &both);
    }
}

/* Hands of other organisations have names and no keys here: whoever writes it down signs. */
static void test_a_hand_from_outside_is_named(void **state) {
    struct trial *trial = *state;
    struct draft draft = trial_draft(
        trial, "custody",
        "{'number':'C2','event':'transfer','items':['" SOME "'],'gives_name':'A. Driver',"
        "'receives_name':'B. Clerk'}", NULL, &trial->worker);
    trial_accepted(trial, &draft);
    struct trial_signer other = add_user(trial, "'field'");
    draft = signed_by(trial, draft, &trial->worker, &other);
    draft.rec = identifier_make(&trial->random, IDENTIFIER_RECORD);
    trial_refused(trial, &draft, "neither gives nor receives");
}

static void test_each_role_of_a_handover_is_somebody_else(void **state) {
    struct trial *trial = *state;
    struct trial_signer both = add_user(trial, "'custodian','liaison'");
    struct trial_signer custodian = add_user(trial, "'custodian'");
    struct draft draft = trial_draft(trial, "handover", HANDOVER, NULL, &both);
    trial_refused(trial, &draft, "once for each of its roles");
    struct draft two = signed_by(trial, draft, &custodian, &both);
    trial_accepted(trial, &two);
    struct trial_signer other = add_user(trial, "'custodian'");
    two = signed_by(trial, draft, &custodian, &other);
    two.rec = identifier_make(&trial->random, IDENTIFIER_RECORD);
    trial_refused(trial, &two, "once for each of its roles");
}

/* ------------------------------------------------------------------ declarations */

static struct draft declaration(struct trial *trial, const char *text,
                                const struct identifier *rec) {
    struct draft draft = trial_draft(trial, "schema", "{'text':'x'}", rec, &trial->administrator);
    json_object_set_new((json_t *)draft.fields, "text", json_string(text));
    return draft;
}

static void test_an_entry_is_under_a_declaration_of_the_log(void **state) {
    struct trial *trial = *state;
    const struct schema *built_in = schema_find("site"), *newer;
    struct error error = {0};
    const char *text = arena_format(&trial->arena, "%s\nrope | name | A rope.", built_in->text);
    assert_true(schema_parse(&trial->arena, "site", text, strlen(text), &newer, &error));
    struct draft draft = site(trial, &trial->worker);
    draft.schema = newer;
    trial_refused(trial, &draft, "no declaration of the hash");
    struct draft given = declaration(trial, text, NULL);
    trial_accepted(trial, &given);
    trial_accepted(trial, &draft);
    struct draft older = site(trial, &trial->worker);
    trial_accepted(trial, &older); /* made before on another device */
    struct draft again = declaration(trial, text, NULL);
    trial_refused(trial, &again, "has this declaration already");
    struct draft broken = declaration(trial, "kind thing", NULL);
    trial_refused(trial, &broken, "the declaration:1");
}

/* ------------------------------------------------------------------ what it knows */

static void test_it_says_who_made_each_user(void **state) {
    struct trial *trial = *state;
    struct trial_signer user;
    trial_make_signer(trial, &user);
    struct draft draft = trial_new_user(trial, &user, "'field'", &trial->administrator);
    uint64_t made = trial_accepted(trial, &draft).index;
    draft = trial_changed_user(trial, &user, "'press'", "active", &trial->administrator);
    uint64_t changed = trial_accepted(trial, &draft).index;
    struct authority authority = trial_authority(trial);
    const struct authority_user *found = authority_user(&authority, &user.signer.user);
    assert_int_equal(found->made, made);
    assert_int_equal(found->changed, changed);
    assert_int_equal(found->roles, 1u << USER_PRESS);
    const struct authority_user *root =
        authority_user(&authority, &trial->administrator.signer.user);
    assert_int_equal(root->made, 0);
    assert_int_equal(authority.user_count, 3);
    struct identifier nobody = identifier_make(&trial->random, IDENTIFIER_USER);
    assert_null(authority_user(&authority, &nobody));
}

#define test_in_trial(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_trial(test_a_role_is_needed),
        test_in_trial(test_a_user_who_is_not_there_cannot_sign),
        test_in_trial(test_nobody_signs_with_another_key),
        test_in_trial(test_nobody_signs_who_is_not_asked_for),
        test_in_trial(test_nobody_gives_himself_a_role),
        test_in_trial(test_a_role_counts_from_the_next_entry),
        test_in_trial(test_who_is_suspended_cannot_sign_and_may_come_back),
        test_in_trial(test_who_is_revoked_stays_so),
        test_in_trial(test_the_last_administrator_stays),
        test_in_trial(test_two_administrators_grant_together),
        test_in_trial(test_an_administrator_is_not_ended_by_another_alone),
        test_in_trial(test_a_key_takes_the_place_of_another),
        test_in_trial(test_one_key_is_never_two_signers),
        test_in_trial(test_the_key_of_a_user_is_not_changed_on_the_way),
        test_in_trial(test_the_last_key_of_the_last_administrator_stays),
        test_in_trial(test_a_proposal_is_decided_by_somebody_else),
        test_in_trial(test_an_administrator_neither_proposes_nor_confirms),
        test_in_trial(test_custody_passes_by_both_hands),
        test_in_trial(test_who_handles_things_has_a_hand_in_it),
        test_in_trial(test_a_hand_from_outside_is_named),
        test_in_trial(test_each_role_of_a_handover_is_somebody_else),
        test_in_trial(test_an_entry_is_under_a_declaration_of_the_log),
        test_in_trial(test_it_says_who_made_each_user),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
