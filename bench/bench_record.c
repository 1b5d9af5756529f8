/* How fast the parts of the signed record are, printed as a table: what was measured and, where
 * something bounds it, half of that bound in the same run as the limit. An entry is bounded by its
 * hash when only its form and hash matter, and by its signature when that is checked. The exit code
 * is 0 whatever was missed: a busy machine is no defect. */
#include <stdio.h>
#include <string.h>

#include "measure.h"
#include "record/canonical.h"
#include "record/entry.h"
#include "record/merkle.h"

#define ORIGIN "example.org/bench"
#define SECONDS 0.5

enum { FIELDS = 12, KIBIBYTE = 1024, BLOCK = 1000 };

struct work {
    struct arena arena;
    struct digester digester;
    struct random random;
    struct secret private_key;
    struct public_key key;
    struct identifier user;
    struct entry entry;
    char *bytes; /* of the entry, signed */
    size_t size;
    struct digest leaf;
    struct merkle tree;
    uint8_t kibibyte[KIBIBYTE];
    struct signature signature;
    struct error error;
};

/* A first revision with a few public and a dozen sealed fields, as a form in the field makes it. */
static void prepare(struct work *work) {
    static const char PUB[] = "{\"kind\":\"body\",\"stage\":\"lifted\",\"status\":\"examined\"}";
    struct error *error = &work->error;
    arena_open(&work->arena, 0);
    must(digest_open(&work->digester, error), error);
    must(random_open(&work->random, error), error);
    must(sign_make_keys(&work->random, &work->private_key, &work->key, error), error);
    random_fill(&work->random, work->kibibyte, sizeof work->kibibyte);
    work->user = identifier_make(&work->random, IDENTIFIER_USER);
    struct entry_field *field = arena_new(&work->arena, struct entry_field, FIELDS);
    for (int i = 0; i < FIELDS; i++) {
        field[i].name = arena_format(&work->arena, "field_%c", 'a' + i);
        random_fill(&work->random, field[i].digest.byte, DIGEST_SIZE);
    }
    work->entry = (struct entry){.rec = identifier_make(&work->random, IDENTIFIER_RECORD),
                                 .by = work->user,
                                 .day = "2022-09-16",
                                 .kind = "remains",
                                 .rev = 1,
                                 .pub = PUB,
                                 .pub_size = strlen(PUB),
                                 .sd = field,
                                 .sd_count = FIELDS};
    must(entry_sign(&work->arena, &work->entry, ORIGIN, &work->user,
                    signing_key_of(&work->private_key), error),
         error);
    must(entry_write(&work->arena, &work->entry, &work->bytes, &work->size, error), error);
    work->leaf = merkle_leaf(&work->digester, work->bytes, work->size);
}

static void hash_kibibyte(void *data) {
    struct work *work = data;
    work->leaf = digest_of(&work->digester, work->kibibyte, sizeof work->kibibyte);
}

static void hash_entry(void *data) {
    struct work *work = data;
    work->leaf = merkle_leaf(&work->digester, work->bytes, work->size);
}

static void hash_node(void *data) {
    struct work *work = data;
    work->leaf = merkle_node(&work->digester, &work->leaf, &work->leaf);
}

static void append_block(void *data) {
    struct work *work = data;
    work->tree = (struct merkle){0};
    for (int i = 0; i < BLOCK; i++) merkle_append(&work->tree, &work->digester, &work->leaf);
}

static void sign_kibibyte(void *data) {
    struct work *work = data;
    work->signature = sign_bytes(&work->private_key, work->kibibyte, sizeof work->kibibyte);
}

static void verify_kibibyte(void *data) {
    struct work *work = data;
    if (!sign_verify(&work->key, work->kibibyte, sizeof work->kibibyte, &work->signature))
        must(error_set(&work->error, ERROR_INTERNAL, "a good signature is refused"), &work->error);
}

static void scan_entry(void *data) {
    struct work *work = data;
    must(canonical_scan(work->bytes, work->size, NULL, 0, NULL, &work->error), &work->error);
}

static void read_entry(void *data) {
    struct work *work = data;
    struct entry entry;
    struct arena_mark mark = arena_mark(&work->arena);
    must(entry_read(&work->arena, work->bytes, work->size, &entry, &work->error), &work->error);
    arena_release(&work->arena, mark);
}

static void write_entry(void *data) {
    struct work *work = data;
    struct arena_mark mark = arena_mark(&work->arena);
    char *bytes;
    size_t size;
    must(entry_write(&work->arena, &work->entry, &bytes, &size, &work->error), &work->error);
    arena_release(&work->arena, mark);
}

static void read_and_verify(void *data) {
    struct work *work = data;
    struct entry entry;
    struct arena_mark mark = arena_mark(&work->arena);
    must(entry_read(&work->arena, work->bytes, work->size, &entry, &work->error) &&
             entry_verify(&work->arena, &entry, ORIGIN, &work->key, &work->error),
         &work->error);
    hash_entry(work);
    arena_release(&work->arena, mark);
}

static void sign_entry(void *data) {
    struct work *work = data;
    struct arena_mark mark = arena_mark(&work->arena);
    struct entry entry = work->entry;
    entry.sig_count = 0;
    must(entry_sign(&work->arena, &entry, ORIGIN, &work->user,
                    signing_key_of(&work->private_key), &work->error),
         &work->error);
    arena_release(&work->arena, mark);
}

int main(void) {
    static struct work work;
    prepare(&work);

    print_section("Millions a second: what the libraries give");
    struct figure kibibyte = measure(hash_kibibyte, &work, SECONDS);
    print_rate(kibibyte, 0, "SHA-256 of 1 KiB");
    struct figure node = measure(hash_node, &work, SECONDS);
    print_rate(node, 0, "SHA-256 of a tree's node");
    struct figure sign = measure(sign_kibibyte, &work, SECONDS);
    print_rate(sign, 0, "Ed25519 signatures of 1 KiB");
    struct figure verify = measure(verify_kibibyte, &work, SECONDS);
    print_rate(verify, 0, "Ed25519 signatures of 1 KiB verified");

    print_section("Millions a second: an entry, against half of its bound");
    struct figure hash = measure(hash_entry, &work, SECONDS);
    print_rate(hash, 0, "leaf hash of an entry of %zu bytes", work.size);
    double half_hash = 0.5 / hash.median;
    print_rate(measure(scan_entry, &work, SECONDS), half_hash, "canonical form scanned");
    print_rate(measure(read_entry, &work, SECONDS), 0, "read with every member checked");
    print_rate(measure(write_entry, &work, SECONDS), 0, "written and read back");
    print_rate(measure(sign_entry, &work, SECONDS), 0.5 / sign.median, "signed");
    print_rate(measure(read_and_verify, &work, SECONDS), 0.5 / (verify.median + hash.median),
               "read, verified and hashed");
    print_rate(figure_share(measure(append_block, &work, SECONDS), BLOCK), 0.5 / node.median,
               "leaves appended to the tree");

    machine_print();
    printf("%d over their limit\n", print_missed());
    secret_close(&work.private_key);
    digest_close(&work.digester);
    arena_close(&work.arena);
    return 0;
}
