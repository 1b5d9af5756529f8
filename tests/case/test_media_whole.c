/* What the beginning and the end of a file say of the whole: real heads as other programs write them,
 * cut off and not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "case/media_whole.h"

static const char *fault_of(const char *name, const char *bytes, size_t size) {
    return media_whole_fault(name, bytes, size, bytes, size, size);
}

static void expect_cut(const char *name, const char *bytes, size_t size) {
    assert_null(fault_of(name, bytes, size));
    assert_string_equal(fault_of(name, bytes, size - 1), "the file looks cut short");
}

/* The directory lies behind the header: so many bytes, and a count of entries at the least. */
static void tiff(void **state) {
    (void)state;
    expect_cut("a.tif", "II*\0\x08\0\0\0\0\0\0\0\0\0", 14);
    expect_cut("a.tiff", "MM\0*\0\0\0\x08\0\0\0\0\0\0", 14);
    assert_non_null(fault_of("a.tif", "II*\0\xff\xff\xff\xff\0\0\0\0\0\0", 14));
}

static void riff(void **state) {
    (void)state;
    expect_cut("a.webp", "RIFF\x08\0\0\0WEBPVP8 ", 16);
    expect_cut("a.wav", "RIFF\x08\0\0\0WAVEfmt ", 16);
    assert_non_null(fault_of("a.webp", "RIFF\xff\xff\xff\xffWEBPVP8 ", 16));
}

static void pdf(void **state) {
    (void)state;
    expect_cut("a.pdf", "%PDF-1.7\n1 0 obj\n%%EOF", 22);
    assert_null(fault_of("a.pdf", "%PDF-1.7\n%%EOF\r\n\r\n", 18));
}

static void gif(void **state) {
    (void)state;
    expect_cut("a.gif", "GIF89a\1\0\1\0\0\0\0;", 14);
}

static void what_its_name_says(void **state) {
    (void)state;
    assert_string_equal(fault_of("a.pdf", "MZ\x90", 3), "it does not begin as its name says");
    assert_string_equal(fault_of("a.tif", "%PDF-1.4 %%EOF", 14),
                        "it does not begin as its name says");
    assert_null(fault_of("a.txt", "MZ\x90", 3)); /* it may begin with anything */
    assert_null(fault_of("a.bin", "%PDF-1.4 %%EOF", 14));
    assert_null(fault_of("a", "", 0));
}

/* Heads of every length: nothing behind them is read. */
static void short_ones(void **state) {
    (void)state;
    static const char *const heads[] = {"II*\0", "RIFF\0\0\0\0WEBP", "%PDF-", "GIF89a"};
    static const char *const names[] = {"a.tif", "a.webp", "a.pdf", "a.gif"};
    for (size_t i = 0; i < 4; i++)
        for (size_t size = 0; size <= 4; size++) {
            char head[4];
            memcpy(head, heads[i], size);
            (void)media_whole_fault(names[i], head, size, head, size, size);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiff),  cmocka_unit_test(riff),
        cmocka_unit_test(pdf),   cmocka_unit_test(gif),
        cmocka_unit_test(what_its_name_says), cmocka_unit_test(short_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
