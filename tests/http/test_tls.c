/* TLS with a certificate of one's own, spoken to by another program (openssl). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "http/small_server.h"

static struct arena arena;

/* What a shell command says. */
static char *run(const char *command) {
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char *text = arena_take(&arena, 1 << 16, 1);
    size_t size = fread(text, 1, (1 << 16) - 1, pipe);
    text[size] = 0;
    pclose(pipe);
    return text;
}

static void test_over_tls(void **state) {
    (void)state;
    arena_open(&arena, 0);
    char *folder = folder_make(&arena), *certificate, *key;
    struct error error = {0};
    size_t size;
    run(arena_format(&arena,
                     "cd %s && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
                     "-nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost "
                     "-addext subjectAltName=DNS:localhost 2>&1",
                     folder));
    assert_true(files_read(&arena, files_join(&arena, folder, "cert.pem"), 1 << 16, &certificate,
                           &size, &error));
    assert_true(
        files_read(&arena, files_join(&arena, folder, "key.pem"), 1 << 16, &key, &size, &error));
    struct small *small =
        small_start(&(struct server_options){.certificate = certificate, .key = key});
    assert_non_null(strstr(server_url(small->server), "https://127.0.0.1:"));
    static const char *const VERSIONS[] = {"-tls1_2", "-tls1_3"};
    for (int i = 0; i < 2; i++) {
        char *answer = run(arena_format(
            &arena,
            "(printf 'GET / HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n'; sleep 2) | "
            "openssl s_client -quiet %s -connect 127.0.0.1:%d -CAfile %s/cert.pem "
            "-verify_return_error -servername localhost 2>&1",
            VERSIONS[i], small->port, folder));
        if (!strstr(answer, "HTTP/1.1 200")) print_error("%s\n", answer);
        assert_non_null(strstr(answer, "HTTP/1.1 200"));
        assert_non_null(strstr(answer, "Strict-Transport-Security: max-age=63072000"));
        assert_non_null(strstr(answer, "Set-Cookie: __Host-cairn-form="));
        assert_non_null(strstr(answer, "; Secure"));
    }
    char *old = run(arena_format(&arena,
                                 "openssl s_client -tls1_1 -cipher 'ALL:@SECLEVEL=0' -connect "
                                 "127.0.0.1:%d < /dev/null 2>&1",
                                 small->port));
    assert_non_null(strstr(old, "Cipher is (NONE)"));
    small_stop(small);
    folder_remove(folder);
    arena_close(&arena);
}

static void test_a_certificate_that_is_none(void **state) {
    (void)state;
    static const struct route NONE[] = {{0}};
    struct server *server;
    struct error error = {0};
    assert_false(server_start(
        &(struct server_options){.routes = NONE, .certificate = "x", .key = "y"}, &server, &error));
    assert_int_equal(error.code, ERROR_STORAGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_over_tls),
        cmocka_unit_test(test_a_certificate_that_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
