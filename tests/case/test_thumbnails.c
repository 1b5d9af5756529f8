/* Small copies of pictures are made once and kept as long as there is room, in memory alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "case/thumbnails.h"
#include "input/made_picture.h"
#include "input/picture_apart.h"
#include "record/small_record.h"

static const struct child_work *const WORKS[] = {&picture_work};
static struct children *children;
static struct arena arena;
static const char *folder;
static struct thumbnails *thumbnails;

static struct attachment attach(const char *name, const struct buffer *bytes) {
    struct digester digester;
    struct error error = {0};
    const char *path = files_join(&arena, folder, name);
    assert_true(files_write(path, buffer_text(bytes), bytes->size, &error));
    assert_true(digest_open(&digester, &error));
    struct digest sha256 = digest_of(&digester, buffer_text(bytes), bytes->size);
    digest_close(&digester);
    return (struct attachment){path, name, "image/jpeg", sha256, (int64_t)bytes->size};
}

/* What does not become small. */
static void noise(int x, int y, int width, int height, uint8_t rgba[4]) {
    uint32_t drawn = (uint32_t)(y * width + x) * 2654435761u;
    (void)height;
    for (int i = 0; i < 4; i++) rgba[i] = (uint8_t)((drawn ^ drawn >> 15) >> 8 * i);
}

/* A picture of its own for each number. */
static struct attachment attach_picture(int number) {
    struct buffer bytes = {0};
    jpeg_make(&(struct made_jpeg){.width = 500 + number, .height = 400, .pixel = noise, .colours = MADE_YCC},
              &bytes);
    struct attachment attachment = attach(arena_format(&arena, "%d.jpg", number), &bytes);
    buffer_close(&bytes);
    return attachment;
}

static void remove_file(const struct attachment *attachment) {
    assert_int_equal(unlink(attachment->path), 0);
}

static enum error_code ask(const struct attachment *attachment, enum thumbnail_size size,
                           struct buffer *out) {
    struct error error = {0};
    out->size = 0;
    bool good = thumbnails_get(thumbnails, attachment, size, out, &error);
    assert_int_equal(good, error.code == ERROR_NONE);
    if (!good) assert_int_equal(out->size, 0);
    return error.code;
}

static void made_once(void **state) {
    (void)state;
    struct buffer list = {0}, page = {0}, again = {0};
    struct attachment picture = attach_picture(1);
    assert_int_equal(ask(&picture, THUMBNAIL_LIST, &list), ERROR_NONE);
    assert_int_equal(ask(&picture, THUMBNAIL_PAGE, &page), ERROR_NONE);
    struct seen_jpeg small = jpeg_see(&list), large = jpeg_see(&page);
    assert_int_equal(small.width, 320);
    assert_int_equal(large.width, 501);
    remove_file(&picture);
    assert_int_equal(ask(&picture, THUMBNAIL_LIST, &again), ERROR_NONE);
    assert_int_equal(again.size, list.size);
    assert_memory_equal(again.bytes, list.bytes, list.size);
    free(small.pixel);
    free(large.pixel);
    buffer_close(&list);
    buffer_close(&page);
    buffer_close(&again);
}

static void room_is_made(void **state) {
    (void)state;
    enum { PICTURES = 12, ROOM = 5 };
    struct attachment picture[PICTURES];
    struct buffer bytes = {0};
    picture[0] = attach_picture(0);
    assert_int_equal(ask(&picture[0], THUMBNAIL_LIST, &bytes), ERROR_NONE);
    thumbnails_close(thumbnails);
    /* They are nearly of the same size; each needs a little more than its bytes. */
    thumbnails = thumbnails_open(children, ROOM * (bytes.size + 2048));
    for (int i = 0; i < PICTURES; i++) {
        picture[i] = attach_picture(i);
        assert_int_equal(ask(&picture[i], THUMBNAIL_LIST, &bytes), ERROR_NONE);
        assert_int_equal(ask(&picture[0], THUMBNAIL_LIST, &bytes),
                         ERROR_NONE); /* looked at again */
    }
    for (int i = 0; i < PICTURES; i++) remove_file(&picture[i]);
    for (int i = PICTURES - 1; i >= 0; i--) {
        bool kept = i == 0 || i > PICTURES - ROOM;
        assert_int_equal(ask(&picture[i], THUMBNAIL_LIST, &bytes),
                         kept ? ERROR_NONE : ERROR_CORRUPT);
    }
    thumbnails_close(thumbnails);
    thumbnails = thumbnails_open(children, 100);
    struct attachment other = attach_picture(1);
    assert_int_equal(ask(&other, THUMBNAIL_LIST, &bytes), ERROR_NONE);
    remove_file(&other);
    assert_int_equal(ask(&other, THUMBNAIL_LIST, &bytes), ERROR_CORRUPT);
    buffer_close(&bytes);
}

static void what_cannot_be_drawn_is_remembered(void **state) {
    (void)state;
    struct buffer bytes = {0}, out = {0};
    jpeg_make(&(struct made_jpeg){.width = 50, .height = 40}, &bytes);
    bytes.size -= 20;
    struct attachment cut = attach("cut.jpg", &bytes);
    bytes.size = 0;
    buffer_add_text(&bytes, "a list of names");
    struct attachment text = attach("text.jpg", &bytes);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ask(&cut, THUMBNAIL_LIST, &out), ERROR_BAD_INPUT);
        assert_int_equal(ask(&text, THUMBNAIL_LIST, &out), ERROR_NOT_FOUND);
        if (i) break;
        remove_file(&cut);
        remove_file(&text);
    }
    buffer_close(&bytes);
    buffer_close(&out);
}

static void an_altered_picture_is_not_shown(void **state) {
    (void)state;
    struct attachment right = attach_picture(1), other = attach_picture(2), broken = right;
    struct buffer out = {0}, bytes = {0};
    right.path = other.path;
    right.length = other.length;
    assert_int_equal(ask(&right, THUMBNAIL_LIST, &out), ERROR_CORRUPT);
    buffer_add_text(&bytes, "\xff\xd8\xff and nothing of a picture");
    struct attachment text = attach("3.jpg", &bytes);
    right.path = text.path;
    assert_int_equal(ask(&right, THUMBNAIL_LIST, &out), ERROR_CORRUPT);
    /* It comes back from the backup. */
    assert_int_equal(ask(&broken, THUMBNAIL_LIST, &out), ERROR_NONE);
    buffer_close(&out);
    buffer_close(&bytes);
}

static void one_that_was_made_already(void **state) {
    (void)state;
    struct buffer out = {0};
    struct attachment picture = attach_picture(1);
    remove_file(&picture);
    thumbnails_keep(thumbnails, &picture.sha256, THUMBNAIL_LIST, "small", 5);
    thumbnails_keep(thumbnails, &picture.sha256, THUMBNAIL_LIST, "other", 5);
    assert_int_equal(ask(&picture, THUMBNAIL_LIST, &out), ERROR_NONE);
    assert_int_equal(out.size, 5);
    assert_memory_equal(out.bytes, "small", 5);
    assert_int_equal(ask(&picture, THUMBNAIL_PAGE, &out), ERROR_CORRUPT);
    buffer_close(&out);
}

/* The file is a pipe that gives its bytes once, and is then gone. */
struct team {
    struct attachment attachment;
    struct buffer bytes;
    atomic_int good;
};

static void *want(void *data) {
    struct team *team = data;
    struct buffer out = {0};
    struct error error = {0};
    if (thumbnails_get(thumbnails, &team->attachment, THUMBNAIL_LIST, &out, &error)) team->good++;
    buffer_close(&out);
    return NULL;
}

static void *write_once(void *data) {
    struct team *team = data;
    int pipe = open(team->attachment.path, O_WRONLY | O_CLOEXEC);
    unlink(team->attachment.path);
    usleep(100000);
    for (size_t done = 0; done < team->bytes.size;) {
        ssize_t wrote = write(pipe, team->bytes.bytes + done, team->bytes.size - done);
        if (wrote <= 0) break;
        done += (size_t)wrote;
    }
    close(pipe);
    return NULL;
}

static void all_wait_for_the_one_who_makes_it(void **state) {
    (void)state;
    enum { THREADS = 6 };
    struct team team = {0};
    pthread_t thread[THREADS], writer;
    jpeg_make(&(struct made_jpeg){.width = 700, .height = 400, .colours = MADE_YCC}, &team.bytes);
    team.attachment = attach("pipe", &team.bytes);
    remove_file(&team.attachment);
    assert_int_equal(mkfifo(team.attachment.path, 0600), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, want, &team), 0);
    assert_int_equal(pthread_create(&writer, NULL, write_once, &team), 0);
    for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
    pthread_join(writer, NULL);
    assert_int_equal(team.good, THREADS);
    buffer_close(&team.bytes);
}

static void of_the_record(void **state) {
    (void)state;
    struct small_record small;
    struct investigation investigation;
    struct buffer out = {0};
    struct error error = {0};
    small_make(&small);
    uint64_t leaf =
        small_add_file(&small, "media", "{'number': 'P-1', 'file': '1'}", "no picture").index;
    small_close(&small);
    assert_true(
        investigation_open(small.arena, small.path, INVESTIGATION_READ, &investigation, &error));
    assert_false(thumbnails_of(thumbnails, small.arena, &investigation, leaf, 1, THUMBNAIL_LIST,
                               &out, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_string_equal(error.text, "photograph.jpg is no JPEG or PNG: it is kept, and not drawn");
    investigation_close(&investigation);
    small_remove(&small);
    buffer_close(&out);
}

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    folder = folder_make(&arena);
    thumbnails = thumbnails_open(children, THUMBNAILS_BYTES);
    return 0;
}

static int end(void **state) {
    (void)state;
    thumbnails_close(thumbnails);
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

static int start(void **state) {
    struct error error = {0};
    (void)state;
    return children_start(WORKS, 1, &children, &error) ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    children_stop(children);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(made_once, begin, end),
        cmocka_unit_test_setup_teardown(room_is_made, begin, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_drawn_is_remembered, begin, end),
        cmocka_unit_test_setup_teardown(an_altered_picture_is_not_shown, begin, end),
        cmocka_unit_test_setup_teardown(one_that_was_made_already, begin, end),
        cmocka_unit_test_setup_teardown(all_wait_for_the_one_who_makes_it, begin, end),
        cmocka_unit_test_setup_teardown(of_the_record, begin, end),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
