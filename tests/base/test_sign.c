/* Ed25519 against the examples of RFC 8032 section 7.1. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/encode.h"
#include "base/seeded.h"
#include "base/sign.h"

static const struct {
    const char *seed, *key, *message, *signature;
} EXAMPLES[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

static void from_hex(const char *text, void *bytes, size_t size) {
    struct error error = {0};
    if (!encode_bytes(ENCODING_HEX, text, strlen(text), bytes, size, &error))
        fail_msg("%s", error.text);
}

/* A source that gives the private key of an example. */
struct known {
    struct random random;
    uint8_t byte[32];
};

static void fill_known(struct random *random, void *out, size_t size) {
    assert_int_equal(size, 32);
    memcpy(out, ((struct known *)random)->byte, size);
}

static void test_published_examples(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
        struct error error = {0};
        struct known known = {.random = {fill_known}};
        from_hex(EXAMPLES[i].seed, known.byte, 32);
        uint8_t key[32], message[2], expected[64];
        size_t size = strlen(EXAMPLES[i].message) / 2;
        from_hex(EXAMPLES[i].key, key, 32);
        from_hex(EXAMPLES[i].message, message, size);
        from_hex(EXAMPLES[i].signature, expected, 64);

        struct secret private_key;
        struct public_key public_key;
        assert_true(sign_make_keys(&known.random, &private_key, &public_key, &error));
        assert_memory_equal(public_key.byte, key, 32);
        assert_memory_equal(sign_public(&private_key).byte, key, 32);
        struct signature signature = sign_bytes(&private_key, message, size);
        assert_memory_equal(signature.byte, expected, 64);
        assert_true(sign_verify(&public_key, message, size, &signature));
        secret_close(&private_key);
    }
}

static void test_any_bit_changed_is_found(void **state) {
    (void)state;
    struct error error = {0};
    struct seeded seeded = seeded_from(1);
    struct secret private_key;
    struct public_key key;
    assert_true(sign_make_keys(&seeded.random, &private_key, &key, &error));
    uint8_t message[24];
    random_fill(&seeded.random, message, sizeof message);
    struct signature signature = sign_bytes(&private_key, message, sizeof message);
    for (size_t i = 0; i < 8 * sizeof message; i++) {
        message[i / 8] ^= (uint8_t)(1 << i % 8);
        assert_false(sign_verify(&key, message, sizeof message, &signature));
        message[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    for (size_t i = 0; i < 8 * sizeof signature; i++) {
        signature.byte[i / 8] ^= (uint8_t)(1 << i % 8);
        assert_false(sign_verify(&key, message, sizeof message, &signature));
        signature.byte[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    assert_false(sign_verify(&key, message, sizeof message - 1, &signature));
    assert_true(sign_verify(&key, message, sizeof message, &signature));
    secret_close(&private_key);
}

/* With the group's neutral element as key and as R, and S = 0, the equation holds for any bytes. */
static void test_a_key_that_signs_everything_is_refused(void **state) {
    (void)state;
    struct public_key key = {{1}};
    struct signature signature = {{1}};
    assert_false(sign_verify(&key, "anything", 8, &signature));
}

/* S + L in place of S solves the same equation (RFC 8032 section 8.4). */
static void test_a_second_form_of_a_signature_is_refused(void **state) {
    (void)state;
    static const uint8_t L[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                  0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    struct public_key key;
    struct signature signature;
    uint8_t message;
    from_hex(EXAMPLES[1].key, key.byte, 32);
    from_hex(EXAMPLES[1].signature, signature.byte, 64);
    from_hex(EXAMPLES[1].message, &message, 1);
    assert_true(sign_verify(&key, &message, 1, &signature));
    unsigned carry = 0;
    for (int i = 0; i < 32; i++) {
        carry += (unsigned)signature.byte[32 + i] + L[i];
        signature.byte[32 + i] = (uint8_t)carry;
        carry >>= 8;
    }
    assert_false(sign_verify(&key, &message, 1, &signature));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_examples),
        cmocka_unit_test(test_any_bit_changed_is_found),
        cmocka_unit_test(test_a_key_that_signs_everything_is_refused),
        cmocka_unit_test(test_a_second_form_of_a_signature_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
