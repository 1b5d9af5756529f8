#include "cli/signer.h"

#include <string.h>

#include "cli/prompt.h"
#include "record/user_key.h"

static bool has_key(struct arena *arena, const struct investigation *investigation,
                    const struct identifier *user, bool *out_has, struct error *error) {
    struct user_key *keys;
    size_t count;
    if (!user_key_list(arena, investigation->store, user, &keys, &count, error)) return false;
    *out_has = count > 0;
    return true;
}

/* Is this the user who is asked for? */
static bool is_meant(struct arena *arena, const struct investigation *investigation,
                     const struct authority_user *user, const char *own_name, const char *name,
                     bool *out_meant, struct error *error) {
    if (name) {
        *out_meant = strcmp(own_name, name) == 0 || strcmp(user->id.text, name) == 0;
        return true;
    }
    *out_meant = false;
    return user->state != USER_ACTIVE || user->roles & 1u << USER_ADMINISTRATOR ||
           has_key(arena, investigation, &user->id, out_meant, error);
}

bool signer_find(struct arena *arena, const struct investigation *investigation,
                 const struct authority *authority, const struct import_known *known,
                 const char *name, struct signer *out_signer, struct error *error) {
    struct known_list list;
    const char *names = "";
    int meant = 0;
    struct signer signer = {0};
    if (!known->list(known->data, schema_find("user"), &list, error)) return false;
    for (int i = 0; i < list.count; i++) {
        const struct authority_user *user = authority_user(authority, &list.record[i].rec);
        const char *own = *list.record[i].key ? list.record[i].key : list.record[i].rec.text;
        bool is = false;
        if (!user) continue;
        if (!is_meant(arena, investigation, user, own, name, &is, error)) return false;
        names = arena_format(arena, "%s%s%.60s", names, *names ? ", " : "", own);
        if (!is) continue;
        signer.user = user;
        signer.name = own;
        meant++;
    }
    if (meant != 1)
        return error_set(error, ERROR_NOT_FOUND,
                         "%s%.100s: say who you are with --as NAME, one of: %.300s",
                         name ? meant ? "several users are called " : "there is no user " : "",
                         name ? name : "several users could sign", names);
    *out_signer = signer;
    return true;
}

/* Of several keys, it is the one that the passphrase opens and that is still taken. */
static bool unseal_any(struct arena *arena, const struct investigation *investigation,
                       const struct secret *passphrase, struct signer *signer,
                       struct error *error) {
    struct user_key *keys;
    size_t count;
    if (!user_key_list(arena, investigation->store, &signer->user->id, &keys, &count, error))
        return false;
    if (!count)
        return error_set(error, ERROR_DENIED, "the private key of %s does not lie here",
                         signer->name);
    for (size_t i = 0; i < count; i++) {
        struct error fault = {0};
        bool active = false;
        for (size_t k = 0; k < signer->user->key_count; k++)
            active = active || (signer->user->key[k].active &&
                                memcmp(signer->user->key[k].key.byte, keys[i].public_key.byte,
                                       SIGN_PUBLIC_SIZE) == 0);
        if (!active) continue;
        if (user_key_unseal(arena, &keys[i], passphrase, &signer->private_key, &fault))
            return true;
        if (fault.code != ERROR_DENIED) return error_set(error, fault.code, "%s", fault.text);
    }
    return error_set(error, ERROR_DENIED, "this is not the passphrase of %s", signer->name);
}

bool signer_unseal(struct arena *arena, const struct investigation *investigation,
                   const char *passphrase_file, struct signer *signer, struct error *error) {
    struct secret passphrase = {0};
    if (signer->user->state != USER_ACTIVE)
        return error_set(error, ERROR_DENIED, "%s is suspended or revoked, and cannot sign",
                         signer->name);
    bool good = prompt_passphrase(signer->name, passphrase_file, &passphrase, error) &&
                unseal_any(arena, investigation, &passphrase, signer, error);
    secret_close(&passphrase);
    if (good) signer->draft = (struct draft_signer){signer->user->id, &signer->private_key};
    return good;
}

void signer_close(struct signer *signer) { secret_close(&signer->private_key); }
