/* Photographs and scans on pages: kept as they came, looked at apart, refused one by one, and shown to
 * those who may see them. */
#define _GNU_SOURCE /* nftw */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/encode.h"
#include "http/request.h"
#include "input/drawn.h"
#include "input/made_exif.h"
#include "input/made_picture.h"
#include "web/served.h"
#include "web/visitor.h"

static struct served served;
static struct visitor worker, board, liaison, field, laboratory, press;
static const char *body_rec, *person_rec, *early_rec;

#define END                                                                                        \
    {                                                                                              \
        MADE_FIRST, 0, MADE_ASCII, NULL, 0, { 0 }                                                  \
    }

/* 50.12346 N, 36.12345 E; the camera names no zone. */
static const struct made_field CAMERA[] = {
    MADE_CAMERA,
    MADE_PLACE,
    END,
};

static const char *record_of(const char *kind, const char *fields) {
    struct receipt receipt = small_add(&served.small, kind, NULL, fields);
    return arena_copy(served.small.arena, receipt.rec.text);
}

static int begin(void **state) {
    (void)state;
    served_make(&served);
    body_rec = record_of("remains", "{'code': 'ABC-0001-B', 'kind': 'body'}");
    person_rec = record_of("person", "{'family': 'F001', 'id': 'F001-01', 'role': 'missing'}");
    struct receipt receipt =
        small_add_file(&served.small, "media",
                       "{'number': 'early', 'file': '1', 'subjects': ['waiting:F099-01']}", "early");
    early_rec = arena_copy(served.small.arena, receipt.rec.text);
    served_start(&served);
    visitor_sign_in(&worker, served.port, "Will Worker");
    visitor_sign_in(&board, served.port, "Only board");
    visitor_sign_in(&liaison, served.port, "Only liaison");
    visitor_sign_in(&field, served.port, "Only field");
    visitor_sign_in(&laboratory, served.port, "Only laboratory");
    visitor_sign_in(&press, served.port, "Only press");
    return 0;
}

static int end(void **state) {
    (void)state;
    struct visitor *all[] = {&worker, &board, &liaison, &field, &laboratory, &press};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) visitor_close(all[i]);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

/* ------------------------------------------------------------------ files */

/* No two of different `shade` have the same bytes. */
static struct visitor_file jpeg_of(const char *name, int shade, const struct made_field *fields) {
    struct made_exif exif = {.size = 0};
    struct buffer bytes = {0};
    if (fields) exif = exif_make(fields, 0);
    jpeg_make(&(struct made_jpeg){.width = 400 + shade,
                                  .height = 300,
                                  .colours = MADE_YCC,
                                  .exif = fields ? exif.bytes : NULL,
                                  .exif_size = exif.size},
              &bytes);
    struct visitor_file file = {name, arena_copy_part(served.small.arena, bytes.bytes, bytes.size),
                                bytes.size};
    buffer_close(&bytes);
    return file;
}

static struct visitor_file text_of(const char *name, const char *text) {
    return (struct visitor_file){name, text, strlen(text)};
}

static struct sheet *form(struct visitor *visitor) {
    return visitor_fill(visitor, "/media/new", "naming", "files", NULL);
}

static int add(struct visitor *visitor, struct visitor_file file) {
    return visitor_send_files(visitor, form(visitor), &file, 1);
}

/* The record that the page's line about the file leads to; NULL: none. */
static const char *added_as(struct visitor *visitor, const char *name) {
    const char *line =
        strstr(visitor_page(visitor), arena_format(served.small.arena, ">%s</strong>", name));
    if (!line) fail_msg("nothing is said of %s: %s", name, visitor_page(visitor));
    const char *last = strstr(line, "</li>"), *at = strstr(line, "/record/");
    return at && at < last ? arena_copy_part(served.small.arena, at + 8, strcspn(at + 8, "\""))
                           : NULL;
}

static const char *field_of(const char *rec, const char *name) {
    json_t *fields = served_fields(&served, rec), *value = json_object_get(fields, name);
    const char *text = json_is_integer(value) ? arena_format(served.small.arena, "%lld",
                                                             (long long)json_integer_value(value))
                       : json_is_array(value) ? json_string_value(json_array_get(value, 0))
                                              : json_string_value(value);
    text = arena_copy(served.small.arena, text ? text : json_is_object(value) ? "{}" : "");
    json_decref(fields);
    return text;
}

static void assert_original(struct visitor *visitor, const char *rec,
                            const struct visitor_file *file) {
    assert_int_equal(visitor_get(visitor, "/media/%s/original", rec), 200);
    assert_int_equal(visitor->reply.all.size - visitor->reply.body, file->size);
    assert_memory_equal(visitor_page(visitor), file->bytes, file->size);
    assert_string_equal(reply_header(&visitor->reply, "Content-Type"), "application/octet-stream");
    assert_string_equal(reply_header(&visitor->reply, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(reply_header(&visitor->reply, "Cache-Control"), "no-store");
    assert_memory_equal(reply_header(&visitor->reply, "Content-Disposition"), "attachment;", 11);
}

static int files_seen;

static int see_file(const char *path, const struct stat *about, int type, struct FTW *at) {
    (void)path, (void)about, (void)at;
    files_seen += type == FTW_F;
    return 0;
}

/* All that lies in the folder, whatever it is. */
static int count_files(void) {
    files_seen = 0;
    nftw(served.small.path, see_file, 8, FTW_PHYS);
    return files_seen;
}

/* ------------------------------------------------------------------ adding */

static bool is_drawn_number(const char *number) {
    return !strncmp(number, "M-", 2) && strlen(number) == 10 &&
           strspn(number + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == 8;
}

/* The file's name says who is on it, and the team reads what a picture is called. */
static void numbers_say_nothing(void **state) {
    (void)state;
    struct visitor_file files[] = {jpeg_of("Petrenko_Ivan.jpg", 61, NULL),
                                   jpeg_of("Petrenko_Ivan_2.jpg", 62, NULL)};
    struct sheet *sheet = visitor_fill(&worker, "/media/new", NULL);
    assert_string_equal(sheet_get(sheet, "naming"), "");
    assert_int_equal(visitor_send_files(&worker, sheet, files, 2), 200);
    const char *one = added_as(&worker, "Petrenko_Ivan.jpg");
    const char *two = added_as(&worker, "Petrenko_Ivan_2.jpg");
    assert_true(is_drawn_number(field_of(one, "number")));
    assert_true(is_drawn_number(field_of(two, "number")));
    assert_string_not_equal(field_of(one, "number"), field_of(two, "number"));
    assert_int_equal(visitor_get(&press, "/media"), 200);
    visitor_sees(&press, field_of(one, "number"));
    visitor_sees_not(&press, "Petrenko");
    /* It is kept with the file. */
    assert_int_equal(visitor_get(&worker, "/media/%s/original", one), 200);
    assert_non_null(strstr(reply_header(&worker.reply, "Content-Disposition"), "Petrenko_Ivan.jpg"));
}

/* Where another record names the picture, such a name would be two, or an identifier. */
static void names_that_are_misread(void **state) {
    (void)state;
    const char *const name[] = {"north;south.jpg", "r-abcdefghijklmnopqrstuvwxya.jpg"};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(add(&worker, jpeg_of(name[i], 63 + i, NULL)), 200);
        const char *number = field_of(added_as(&worker, name[i]), "number");
        assert_int_equal(strspn(number, "0123456789abcdef"), 16);
        assert_int_equal(strlen(number), 16);
    }
}

/* The number that would tell it apart may be another's already. */
static void a_marked_number_is_free(void **state) {
    (void)state;
    char sha256[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    struct visitor_file file = jpeg_of("DSC_77.jpg", 66, NULL);
    struct digester digester;
    struct error error = {0};
    assert_true(digest_open(&digester, &error));
    struct digest digest = digest_of(&digester, file.bytes, file.size);
    digest_close(&digester);
    encode_text(ENCODING_HEX, digest.byte, DIGEST_SIZE, sha256);
    const char *marked = arena_format(served.small.arena, "DSC_77-%.8s", sha256);
    assert_int_equal(add(&worker, jpeg_of("DSC_77.jpg", 67, NULL)), 200);
    assert_int_equal(
        add(&worker, jpeg_of(arena_format(served.small.arena, "%s.jpg", marked), 68, NULL)), 200);
    assert_int_equal(add(&worker, file), 200);
    assert_true(is_drawn_number(field_of(added_as(&worker, "DSC_77.jpg"), "number")));
}

/* What cannot be drawn is kept as it is, and what is plainly wrong with it is said. */
static void damaged_files_are_kept_with_a_remark(void **state) {
    (void)state;
    static const char riff[] = "RIFF\xff\xff\x00\x00WEBPVP8 ";
    struct visitor_file files[] = {text_of("cut.pdf", "%PDF-1.4 and no end"),
                                   text_of("paper.pdf", "a text"),
                                   {"cut.webp", riff, sizeof riff - 1},
                                   text_of("whole.pdf", "%PDF-1.4 all\n%%EOF\n")};
    assert_int_equal(visitor_send_files(&worker, form(&worker), files, 4), 200);
    visitor_sees(&worker, "4 of 4 files were added.");
    const char *page = visitor_page(&worker), *first = strstr(page, ">cut.pdf<");
    const char *second = strstr(page, ">paper.pdf<"), *third = strstr(page, ">cut.webp<");
    const char *fourth = strstr(page, ">whole.pdf<");
    const char *cut = strstr(first, "the file looks cut short");
    assert_true(cut && cut < second);
    cut = strstr(second, "it does not begin as its name says");
    assert_true(cut && cut < third);
    cut = strstr(third, "the file looks cut short");
    assert_true(cut && cut < fourth);
    assert_null(strstr(fourth, "cut short"));
}

/* Whose work it is sees it all the same; others saw it by the family's consent alone. */
static void what_the_family_refused(void **state) {
    (void)state;
    struct visitor_file file = jpeg_of("ring.jpg", 69, NULL);
    struct sheet *sheet = form(&worker);
    sheet_set(sheet, "family_consent", "given");
    assert_int_equal(visitor_send_files(&worker, sheet, &file, 1), 200);
    const char *rec = added_as(&worker, "ring.jpg");
    assert_int_equal(visitor_get(&press, "/media/%s/small", rec), 200);
    sheet = visitor_fill(&worker, arena_format(served.small.arena, "/record/%s/edit", rec),
                         "family_consent", "refused", "reason", "they said so", NULL);
    visitor_save(&worker, sheet);
    assert_int_equal(visitor_get(&press, "/media/%s/small", rec), 403);
    assert_int_equal(visitor_get(&press, "/media/%s/large", rec), 403);
    assert_int_equal(visitor_get(&press, "/media"), 200);
    assert_null(strstr(visitor_page(&press), arena_format(served.small.arena, "/media/%s/", rec)));
    struct visitor *sees[] = {&field, &laboratory, &liaison, &board};
    for (size_t i = 0; i < sizeof sees / sizeof *sees; i++)
        assert_int_equal(visitor_get(sees[i], "/media/%s/small", rec), 200);
    /* So it is with what was made from it. */
    struct visitor_file part = jpeg_of("ring_part.jpg", 70, NULL);
    assert_int_equal(add(&worker, part), 200);
    const char *made = added_as(&worker, "ring_part.jpg");
    assert_int_equal(visitor_get(&press, "/media/%s/small", made), 200);
    sheet = visitor_fill(&worker, arena_format(served.small.arena, "/record/%s/edit", made),
                         "derived_from", "ring", "reason", "it is a part", NULL);
    visitor_save(&worker, sheet);
    assert_int_equal(visitor_get(&press, "/media/%s/small", made), 403);
}

static void many_at_a_time(void **state) {
    (void)state;
    struct buffer png = {0};
    png_make(&(struct made_png){.width = 30, .height = 20}, &png);
    struct visitor_file files[] = {jpeg_of("IMG_0001.JPG", 1, CAMERA),
                                   {"scan.png", png.bytes, png.size},
                                   text_of("report.pdf", "%PDF-1.4 a report")};
    char sha256[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    struct digester digester;
    struct error error = {0};
    struct sheet *sheet = form(&worker);
    sheet_set(sheet, "subjects", "ABC-0001-B");
    sheet_set(sheet, "view", "close");
    sheet_set(sheet, "photographer", "O. Photographer");
    sheet_set(sheet, "zone", "180");
    sheet_set(sheet, "camera_error", "-12");
    assert_int_equal(visitor_send_files(&worker, sheet, files, 3), 200);
    visitor_sees(&worker, "3 of 3 files were added.");
    const char *rec[] = {added_as(&worker, "IMG_0001.JPG"), added_as(&worker, "scan.png"),
                         added_as(&worker, "report.pdf")};
    assert_true(digest_open(&digester, &error));
    for (int i = 0; i < 3; i++) {
        struct digest digest = digest_of(&digester, files[i].bytes, files[i].size);
        encode_text(ENCODING_HEX, digest.byte, DIGEST_SIZE, sha256);
        assert_string_equal(field_of(rec[i], "sha256"), sha256);
        assert_string_equal(field_of(rec[i], "subjects"), body_rec);
        assert_string_equal(field_of(rec[i], "view"), "close");
        assert_string_equal(field_of(rec[i], "photographer"), "O. Photographer");
        assert_string_equal(field_of(rec[i], "camera_error"), "-12");
        assert_original(&worker, rec[i], &files[i]);
    }
    assert_string_equal(field_of(rec[0], "number"), "IMG_0001");
    assert_string_equal(field_of(rec[0], "camera"), "NIKON D750");
    assert_string_equal(field_of(rec[0], "taken"), "1663317007000000"); /* 08:30:07 UTC */
    assert_string_equal(field_of(rec[2], "media_type"), "application/pdf");
    /* They are on the page of what they show. */
    assert_int_equal(visitor_get(&worker, "/record/%s", body_rec), 200);
    assert_non_null(strstr(visitor_page(&worker),
                           arena_format(served.small.arena, "src=\"/media/%s/small\"", rec[0])));
    visitor_sees(&worker, "report");
    assert_int_equal(visitor_get(&worker, "/media?about=%s", body_rec), 200);
    visitor_sees(&worker, "3 files");
    digest_close(&digester);
    buffer_close(&png);
}

/* What holds for all of them is wrong: none is taken. */
static void a_wrong_batch(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    struct visitor_file file = jpeg_of("IMG_0900.JPG", 90, NULL);
    struct sheet *sheet = form(&worker);
    sheet_set(sheet, "subjects", "ABC-9999-B");
    sheet_set(sheet, "zone", "7");
    assert_int_equal(visitor_send_files(&worker, sheet, &file, 1), 422);
    visitor_sees(&worker, "2 fields are not right yet");
    visitor_sees(&worker, "Nothing that you may look at is called that.");
    visitor_sees(&worker, "There is no such time zone.");
    assert_int_equal(visitor_send_files(&worker, form(&worker), NULL, 0), 422);
    visitor_sees(&worker, "There was no file.");
    assert_int_equal(served_size(&served), before);
}

static void broken_among_good(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    struct visitor_file whole = jpeg_of("a.jpg", 2, NULL), cut = jpeg_of("b.jpg", 3, NULL);
    cut.size /= 2;
    struct visitor_file files[] = {whole, cut, {"empty.jpg", "", 0}, jpeg_of("c.jpg", 4, NULL)};
    assert_int_equal(visitor_send_files(&worker, form(&worker), files, 4), 422);
    visitor_sees(&worker, "2 of 4 files were added.");
    visitor_sees(&worker, "b.jpg was refused: The picture is broken");
    visitor_sees(&worker, "empty.jpg was refused: It is empty.");
    assert_null(added_as(&worker, "b.jpg"));
    assert_original(
        &worker, added_as((visitor_send_files(&worker, form(&worker), files, 1), &worker), "a.jpg"),
        &files[0]);
    assert_int_equal(served_size(&served), before + 2);
}

/* ------------------------------------------------------------------ again */

static void the_same_bytes(void **state) {
    (void)state;
    struct visitor_file file = jpeg_of("twice.jpg", 5, NULL);
    assert_int_equal(add(&worker, file), 200);
    const char *rec = added_as(&worker, "twice.jpg");
    uint64_t before = served_size(&served);
    file.name = "renamed.jpg";
    struct visitor_file files[] = {file, file};
    assert_int_equal(visitor_send_files(&field, form(&field), files, 2), 200);
    visitor_sees(&field, "renamed.jpg is there already, as twice");
    assert_string_equal(added_as(&field, "renamed.jpg"), rec);
    assert_int_equal(served_size(&served), before);
}

/* Cameras begin to count again. */
static void the_same_number(void **state) {
    (void)state;
    assert_int_equal(add(&worker, jpeg_of("DSC_1.jpg", 6, NULL)), 200);
    assert_int_equal(add(&worker, jpeg_of("DSC_1.jpg", 7, NULL)), 200);
    visitor_sees(&worker, "Another file has the number DSC_1");
    const char *rec = added_as(&worker, "DSC_1.jpg");
    assert_string_equal(field_of(rec, "number"),
                        arena_format(served.small.arena, "DSC_1-%.8s", field_of(rec, "sha256")));
}

static struct visitor_file raced;

static void *bring(void *visitor) {
    struct sheet *sheet = form(visitor);
    visitor_send_files(visitor, sheet, &raced, 1);
    return NULL;
}

static void two_at_once(void **state) {
    (void)state;
    pthread_t other;
    raced = jpeg_of("raced.jpg", 8, NULL);
    uint64_t before = served_size(&served);
    pthread_create(&other, NULL, bring, &field);
    bring(&worker);
    pthread_join(other, NULL);
    assert_int_equal(served_size(&served), before + 1);
    assert_string_equal(added_as(&worker, "raced.jpg"), added_as(&field, "raced.jpg"));
}

/* Another caption is another revision with the same file. */
static void words_change_and_files_stay(void **state) {
    (void)state;
    struct visitor_file file = jpeg_of("said.jpg", 9, NULL);
    assert_int_equal(add(&worker, file), 200);
    const char *rec = added_as(&worker, "said.jpg");
    const char *sha256 = field_of(rec, "sha256");
    struct sheet *sheet =
        visitor_fill(&worker, arena_format(served.small.arena, "/record/%s/edit", rec), "caption",
                     "a coat", "reason", "it was not said", "sha256", "00", "file", "2", NULL);
    visitor_save(&worker, sheet);
    assert_string_equal(field_of(rec, "caption"), "a coat");
    assert_string_equal(field_of(rec, "sha256"), sha256);
    assert_original(&worker, rec, &file);
}

/* ------------------------------------------------------------------ hostile */

static void bombs(void **state) {
    (void)state;
    struct buffer huge = {0};
    png_begin(&huge, 60000, 60000, false);
    png_add_chunk(&huge, "IDAT", "x", 1);
    png_add_chunk(&huge, "IEND", "", 0);
    uint64_t before = served_size(&served);
    assert_int_equal(add(&worker, (struct visitor_file){"huge.png", huge.bytes, huge.size}), 422);
    visitor_sees(&worker, "huge.png was refused: The picture is too large");
    assert_int_equal(served_size(&served), before);
    buffer_close(&huge);
}

/* What is no picture is kept, never drawn, and never opened by a browser. */
static void markup(void **state) {
    (void)state;
    struct visitor_file files[] = {
        text_of("page.html", "<html><script>alert(1)</script>"),
        text_of("drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        text_of("pretends.jpg", "<html><script>alert(2)</script>")};
    assert_int_equal(visitor_send_files(&worker, form(&worker), files, 3), 422);
    visitor_sees(&worker, "pretends.jpg was refused: Its name says that it is a picture");
    for (int i = 0; i < 2; i++) {
        const char *rec;
        visitor_send_files(&worker, form(&worker), files, 3);
        rec = added_as(&worker, files[i].name);
        assert_original(&worker, rec, &files[i]);
        assert_int_equal(visitor_get(&worker, "/media/%s/small", rec), 404);
        assert_int_equal(visitor_get(&worker, "/record/%s", rec), 200);
        visitor_sees(&worker, "It is kept, and not drawn");
    }
}

/* A picture that is also a page: kept whole, and its small copy has pixels alone. */
static void a_picture_that_is_also_a_page(void **state) {
    (void)state;
    struct buffer both = {0}, small = {0};
    struct visitor_file picture = jpeg_of("", 10, CAMERA);
    buffer_add(&both, picture.bytes, picture.size);
    buffer_add_text(&both, "<html><script>alert(1)</script>");
    struct visitor_file file = {"both.html", both.bytes, both.size};
    assert_int_equal(add(&worker, file), 200);
    const char *rec = added_as(&worker, "both.html");
    assert_string_equal(field_of(rec, "media_type"), "image/jpeg");
    assert_original(&worker, rec, &file);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(visitor_get(&worker, "/media/%s/%s", rec, i ? "large" : "small"), 200);
        assert_string_equal(reply_header(&worker.reply, "Content-Type"), "image/jpeg");
        assert_string_equal(reply_header(&worker.reply, "X-Content-Type-Options"), "nosniff");
        small.size = 0;
        buffer_add(&small, visitor_page(&worker), worker.reply.all.size - worker.reply.body);
        drawn_assert_bare(&small);
    }
    buffer_close(&both);
    buffer_close(&small);
}

static void names(void **state) {
    (void)state;
    static const char *const sent[] = {"../../../etc/passwd.jpg",
                                       "..\\..\\boot.jpg",
                                       "<img src=x onerror=alert(1)>.jpg",
                                       "a\x01\x1b[31mb.jpg",
                                       "\xe2\x80\xaegpj.exe",
                                       "..",
                                       "\xff\xfe.jpg",
                                       ".jpg"};
    static const char *const shown[] = {
        "passwd.jpg",   "boot.jpg", "&lt;img src=x onerror=alert(1)&gt;.jpg",
        "a??[31mb.jpg", "?gpj.exe", "..",
        "??.jpg",       ".jpg"};
    int before = count_files();
    for (int i = 0; i < 8; i++) {
        struct visitor_file file = jpeg_of(sent[i], 20 + i, NULL);
        assert_int_equal(add(&worker, file), 200);
        assert_null(strstr(visitor_page(&worker), "<img src=x"));
        assert_original(&worker, added_as(&worker, shown[i]), &file);
        assert_null(strpbrk(reply_header(&worker.reply, "Content-Disposition"), "\x1b/\\"));
    }
    assert_int_equal(count_files(), before + 8);
}

/* ------------------------------------------------------------------ who may */

static void who_may_add(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    struct sheet *sheet = form(&worker);
    struct visitor_file file = jpeg_of("no.jpg", 30, NULL);
    struct visitor *others[] = {&board, &liaison, &press};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(visitor_get(others[i], "/media/new"), 403);
        /* With a token of their own, of another form. */
        visitor_get(others[i], "/account");
        struct sheet *own = visitor_sheet(others[i], "/sign-out");
        sheet_set(sheet, "csrf", sheet_get(own, "csrf"));
        assert_int_equal(visitor_send_files(others[i], sheet, &file, 1), 403);
    }
    assert_int_equal(served_size(&served), before);
}

static void without_a_token(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    struct visitor_file file = jpeg_of("no.jpg", 31, NULL);
    struct sheet *sheet = form(&worker);
    sheet_set(sheet, "csrf", NULL);
    assert_int_equal(visitor_send_files(&worker, sheet, &file, 1), 403);
    sheet_set(sheet, "csrf", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_int_equal(visitor_send_files(&worker, sheet, &file, 1), 403);
    struct visitor nobody;
    visitor_open(&nobody, served.port);
    assert_int_equal(visitor_send_files(&nobody, sheet, &file, 1), 403);
    visitor_close(&nobody);
    assert_int_equal(served_size(&served), before);
}

/* Where it was taken is in the record for some, and in the original for them alone. */
static void where_it_was_taken(void **state) {
    (void)state;
    struct visitor_file file = jpeg_of("where.jpg", 32, CAMERA);
    assert_int_equal(add(&laboratory, file), 200);
    const char *rec = added_as(&laboratory, "where.jpg");
    assert_string_equal(field_of(rec, "place"), "{}");
    struct visitor *may[] = {&field, &board}, *may_not[] = {&laboratory, &liaison, &press};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(visitor_get(may[i], "/record/%s", rec), 200);
        visitor_sees(may[i], "36.12345");
        assert_original(may[i], rec, &file);
    }
    for (int i = 0; i < 3; i++) {
        assert_int_equal(visitor_get(may_not[i], "/record/%s", rec), 200);
        visitor_sees_not(may_not[i], "36.12345");
        visitor_sees_not(may_not[i], "50.12345");
        visitor_sees(may_not[i], "Its original may say where it was taken");
        assert_int_equal(visitor_get(may_not[i], "/media/%s/original", rec), 403);
        assert_int_equal(visitor_get(may_not[i], "/media/%s/small", rec), 200);
        assert_string_equal(reply_header(&may_not[i]->reply, "Cache-Control"), "no-store");
    }
}

/* A picture of somebody is for those who may read of families. */
static void pictures_of_persons(void **state) {
    (void)state;
    struct visitor_file file = jpeg_of("smile.jpg", 33, NULL);
    struct sheet *sheet = form(&worker);
    sheet_set(sheet, "subjects", "F001-01");
    assert_int_equal(visitor_send_files(&worker, sheet, &file, 1), 200);
    const char *rec = added_as(&worker, "smile.jpg");
    assert_string_equal(field_of(rec, "subjects"), person_rec);
    assert_int_equal(visitor_get(&liaison, "/media/%s/small", rec), 200);
    assert_int_equal(visitor_get(&liaison, "/record/%s", person_rec), 200);
    visitor_sees(&liaison, "smile");
    /* Who may not see it may have brought it. */
    struct visitor_file other = jpeg_of("brought.jpg", 35, NULL);
    sheet = form(&field);
    sheet_set(sheet, "subjects", "F001-01");
    assert_int_equal(visitor_send_files(&field, sheet, &other, 1), 200);
    assert_non_null(added_as(&field, "brought.jpg"));
    assert_null(strstr(visitor_page(&field), "<img"));
    assert_int_equal(visitor_get(&field, "/media/%s/small", rec), 403);
    assert_int_equal(visitor_get(&field, "/media/%s/large", rec), 403);
    assert_int_equal(visitor_get(&field, "/media/%s/original", rec), 403);
    assert_int_equal(visitor_get(&field, "/media?about=%s", person_rec), 404);
    assert_int_equal(visitor_get(&field, "/media"), 200);
    assert_null(strstr(visitor_page(&field), arena_format(served.small.arena, "/media/%s/", rec)));
}

/* A scan of a page of a passport, and what shows somebody who is not in the record yet. */
static void pictures_of_what_is_for_others(void **state) {
    (void)state;
    struct visitor_file file = jpeg_of("page_of_papers.jpg", 40, NULL);
    assert_int_equal(add(&worker, file), 200);
    const char *scan = added_as(&worker, "page_of_papers.jpg");
    assert_int_equal(visitor_get(&press, "/media/%s/small", scan), 200);
    struct sheet *sheet = visitor_fill(&worker, "/records/document/new", "code", "ABC-0001-D01",
                                       "class", "passport", "photographs", "page_of_papers", NULL);
    assert_int_equal(visitor_send(&worker, sheet), 303);
    assert_int_equal(visitor_get(&press, "/media/%s/small", scan), 403);
    assert_int_equal(visitor_get(&field, "/media/%s/small", scan), 200);
    assert_int_equal(visitor_get(&press, "/media/%s/original", early_rec), 403);
    assert_int_equal(visitor_get(&field, "/media/%s/original", early_rec), 403);
    assert_int_equal(visitor_get(&board, "/media/%s/original", early_rec), 200);
}

/* Who may not see it cannot take the person out of it, and see it then. */
static void who_may_not_see_it_does_not_change_it(void **state) {
    (void)state;
    struct visitor_file file = jpeg_of("portrait.jpg", 42, NULL);
    struct sheet *sheet = form(&worker);
    sheet_set(sheet, "subjects", "F001-01");
    assert_int_equal(visitor_send_files(&worker, sheet, &file, 1), 200);
    const char *rec = added_as(&worker, "portrait.jpg");
    uint64_t before = served_size(&served);
    sheet = visitor_fill(&field, arena_format(served.small.arena, "/record/%s/edit", rec),
                         "subjects", "ABC-0001-B", "reason", "other subject", NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "It shows what is for other roles.");
    assert_int_equal(served_size(&served), before);
    assert_int_equal(visitor_get(&field, "/media/%s/small", rec), 403);
}

static void what_is_none(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&worker, "/media/%s/small", body_rec), 404);
    assert_int_equal(visitor_get(&worker, "/media/r-aaaaaaaaaaaaaaaaaaaaaaaaaa/original"), 404);
    assert_int_equal(visitor_get(&worker, "/media/..%%2f..%%2fetc/original"), 400);
    assert_int_equal(visitor_get(&worker, "/media?about=%%27or%%201"), 404);
    struct visitor nobody;
    visitor_open(&nobody, served.port);
    assert_int_equal(visitor_get(&nobody, "/media"), 303);
    visitor_close(&nobody);
}

/* ------------------------------------------------------------------ limits */

static void too_many(void **state) {
    (void)state;
    enum { MANY = UPLOADS_MOST + 1 };
    static struct visitor_file files[MANY];
    uint64_t before = served_size(&served);
    for (int i = 0; i < MANY; i++) files[i] = text_of("note.txt", "x");
    assert_int_equal(visitor_send_files(&worker, form(&worker), files, MANY), 413);
    assert_int_equal(served_size(&served), before);
}

/* Whoever goes away in the middle leaves nothing behind. */
static void half_sent(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    int files = count_files();
    struct sheet *sheet = form(&worker);
    char *piece = calloc(1, 1 << 20);
    for (int i = 0; i < 3; i++) {
        int socket = client_connect(served.port);
        client_say(socket,
                   "POST /media/new HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                   "Content-Type: multipart/form-data; boundary=cut\r\n"
                   "Cookie: cairn=%s\r\nContent-Length: 9000000\r\n\r\n--cut\r\n"
                   "Content-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--cut\r\n"
                   "Content-Disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\n\r\n",
                   worker.session, sheet_get(sheet, "csrf"));
        client_send(socket, piece, 1 << 20);
        usleep(100000);
        assert_int_equal(count_files(), files);
        close(socket);
    }
    free(piece);
    assert_int_equal(add(&worker, jpeg_of("after.jpg", 34, NULL)), 200);
    assert_int_equal(served_size(&served), before + 1);
    assert_int_equal(count_files(), files + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_say_nothing),
        cmocka_unit_test(names_that_are_misread),
        cmocka_unit_test(a_marked_number_is_free),
        cmocka_unit_test(damaged_files_are_kept_with_a_remark),
        cmocka_unit_test(what_the_family_refused),
        cmocka_unit_test(many_at_a_time),
        cmocka_unit_test(a_wrong_batch),
        cmocka_unit_test(broken_among_good),
        cmocka_unit_test(the_same_bytes),
        cmocka_unit_test(the_same_number),
        cmocka_unit_test(two_at_once),
        cmocka_unit_test(words_change_and_files_stay),
        cmocka_unit_test(bombs),
        cmocka_unit_test(markup),
        cmocka_unit_test(a_picture_that_is_also_a_page),
        cmocka_unit_test(names),
        cmocka_unit_test(who_may_add),
        cmocka_unit_test(without_a_token),
        cmocka_unit_test(where_it_was_taken),
        cmocka_unit_test(pictures_of_persons),
        cmocka_unit_test(pictures_of_what_is_for_others),
        cmocka_unit_test(who_may_not_see_it_does_not_change_it),
        cmocka_unit_test(what_is_none),
        cmocka_unit_test(too_many),
        cmocka_unit_test(half_sent),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
