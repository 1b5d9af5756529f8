/* What may be found when the power was cut: first that nothing is left out which a disk may do, then
 * what the functions of base/files.h promise. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/folder.h"
#include "base/power_image.h"

enum { SEED = 20220916, STATES = 600, TEXT = 64 };

/* ------------------------------------------------------------------ a file and what is found */

/* A folder with the file `f`, in which there is "old" at the beginning, or nothing. */
struct scene {
    struct arena arena;
    char *folder, *file, *other, *source;
    bool by_runs;
    bool promised; /* look only at what is found after the promise */
    char state[STATES][TEXT];
    size_t states;
};

static void open_scene(struct scene *scene, bool old) {
    struct error error = {0};
    *scene = (struct scene){0};
    arena_open(&scene->arena, 0);
    scene->folder = folder_make(&scene->arena);
    scene->file = files_join(&scene->arena, scene->folder, "f");
    scene->other = files_join(&scene->arena, scene->folder, "g");
    scene->source = files_join(&scene->arena, scene->folder, "s");
    if (old) assert_true(files_create(scene->file, "old", 3, &error));
}

static void close_scene(struct scene *scene) {
    folder_remove(scene->folder);
    arena_close(&scene->arena);
}

/* The file's bytes, a dot for each that is zero; "0" when it is empty, "-" when there is none. With
 * `by_runs` each letter once for as long as it goes on. */
static void tell(struct scene *scene, const char *path, char *text) {
    struct error error = {0};
    struct arena arena;
    char *bytes;
    size_t size, length = 0;
    if (!files_is_file(path)) {
        strcpy(text, "-");
        return;
    }
    arena_open(&arena, 0);
    assert_true(files_read(&arena, path, 1 << 20, &bytes, &size, &error));
    for (size_t i = 0; i < size && length + 1 < TEXT; i++) {
        char letter = bytes[i] ? bytes[i] : '.';
        if (!scene->by_runs || !length || text[length - 1] != letter) text[length++] = letter;
    }
    text[length] = 0;
    if (!length) strcpy(text, "0");
    arena_close(&arena);
}

static bool look(void *data, const char *folder, const struct power_promise *promises,
                 size_t count, struct error *error) {
    struct scene *scene = data;
    char file[TEXT], other[TEXT], state[2 * TEXT + 2];
    struct arena arena;
    (void)error;
    if (scene->promised && count == 0) return true;
    if (count) assert_memory_equal(promises[0].bytes, "done", promises[0].size);
    arena_open(&arena, 0);
    tell(scene, files_join(&arena, folder, "f"), file);
    tell(scene, files_join(&arena, folder, "g"), other);
    snprintf(state, sizeof state, strcmp(other, "-") ? "%s|%s" : "%s", file, other);
    arena_close(&arena);
    for (size_t i = 0; i < scene->states; i++)
        if (!strcmp(scene->state[i], state)) return true;
    assert_true(scene->states < STATES && strlen(state) < TEXT);
    strcpy(scene->state[scene->states++], state);
    return true;
}

static int by_bytes(const void *left, const void *right) { return strcmp(left, right); }

static void cut(struct scene *scene, const struct power *power, bool promised,
                bool (*lies)(const char *path)) {
    struct error error = {0};
    struct power_tally tally;
    struct power_cuts cuts = {.holds = look, .data = scene, .seed = SEED, .drawn = 400, .stride = 1,
                              .lies = lies};
    scene->promised = promised;
    scene->states = 0;
    if (!power_cut(power, &cuts, &tally, &error)) fail_msg("%s", error.text);
    qsort(scene->state, scene->states, sizeof scene->state[0], by_bytes);
}

/* `states` are all that may be found, sorted, with a space between them. */
static void expect_states(const struct scene *scene, const char *states) {
    char found[STATES * (TEXT + 1)] = "";
    for (size_t i = 0; i < scene->states; i++) {
        if (i) strcat(found, " ");
        strcat(found, scene->state[i]);
    }
    assert_string_equal(found, states);
}

/* What may be found while it is done, and what after it. */
static void expect(bool old, void (*work)(void *data), const char *during, const char *after) {
    struct scene scene;
    open_scene(&scene, old);
    struct power *power = power_record(scene.folder, work, &scene);
    cut(&scene, power, false, NULL);
    if (during) expect_states(&scene, during);
    cut(&scene, power, true, NULL);
    expect_states(&scene, after);
    power_close(power);
    close_scene(&scene);
}

static void done(void) { power_promise("done", 4); }

/* ------------------------------------------------------------------ what a disk may do */

static void put(const struct scene *scene, int flags, const char *text, bool sync_file,
                bool sync_folder) {
    int file = open(scene->file, flags, 0600);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    if (sync_file) assert_int_equal(fsync(file), 0);
    close(file);
    if (!sync_folder) return;
    int folder = open(scene->folder, O_RDONLY | O_DIRECTORY);
    assert_int_equal(fsync(folder), 0);
    close(folder);
}

static void write_new(void *data) {
    put(data, O_WRONLY | O_CREAT, "NEW", false, false);
    done();
}

static void write_and_sync_file(void *data) {
    put(data, O_WRONLY | O_CREAT, "NEW", true, false);
    done();
}

static void write_and_sync_folder(void *data) {
    put(data, O_WRONLY | O_CREAT, "NEW", false, true);
    done();
}

static void write_and_sync_both(void *data) {
    put(data, O_WRONLY | O_CREAT, "NEW", true, true);
    done();
}

static void test_a_new_file_needs_both_syncs(void **state) {
    (void)state;
    expect(false, write_new, "- ... 0 NEW", "- ... 0 NEW");
    expect(false, write_and_sync_file, NULL, "- NEW");
    expect(false, write_and_sync_folder, NULL, "... 0 NEW");
    expect(false, write_and_sync_both, NULL, "NEW");
}

static void write_and_sync_all(void *data) {
    struct scene *scene = data;
    put(data, O_WRONLY | O_CREAT, "NEW", false, false);
    assert_int_equal(rename(scene->file, scene->other), 0);
    int folder = open(scene->folder, O_RDONLY | O_DIRECTORY);
    assert_int_equal(syncfs(folder), 0);
    close(folder);
    done();
}

static void test_one_sync_can_stand_for_all(void **state) {
    (void)state;
    expect(false, write_and_sync_all, NULL, "-|NEW");
}

static void write_over(void *data) {
    put(data, O_WRONLY | O_TRUNC, "NEW", false, false);
    done();
}

static void append(void *data) {
    put(data, O_WRONLY | O_APPEND, "NEW", false, false);
    done();
}

static void test_what_is_written_over_may_be_there_still(void **state) {
    (void)state;
    expect(true, write_over, NULL, "... 0 NEW old");
    expect(true, append, NULL, "old old... oldNEW");
}

static void move_and_write(void *data) {
    struct scene *scene = data;
    assert_int_equal(rename(scene->file, scene->other), 0);
    write_new(data);
}

static void test_names_are_lost_alone(void **state) {
    (void)state;
    expect(true, move_and_write, NULL, "-|old ... ...|old 0 0|old NEW NEW|old old");
}

/* Three letters, each in a sector of its own, or in a page of its own. */
static void write_apart(const struct scene *scene, off_t distance) {
    char letters[512];
    int file = open(scene->file, O_WRONLY | O_CREAT, 0600);
    for (int i = 0; i < 3; i++) {
        memset(letters, "abc"[i], sizeof letters);
        assert_int_equal(pwrite(file, letters, sizeof letters, i * distance), sizeof letters);
    }
    close(file);
}

static void write_sectors(void *data) {
    write_apart(data, 512);
    done();
}

static void test_sectors_come_in_any_order(void **state) {
    (void)state;
    struct scene scene;
    open_scene(&scene, false);
    scene.by_runs = true;
    struct power *power = power_record(scene.folder, write_sectors, &scene);
    cut(&scene, power, true, NULL);
    expect_states(&scene, "- . .b .b. .bc .c 0 a a. a.c ab ab. abc");
    power_close(power);
    close_scene(&scene);
}

/* Four sectors at once, then again with something else. */
static void write_page_twice(void *data) {
    struct scene *scene = data;
    char letters[2048];
    int file = open(scene->file, O_WRONLY | O_CREAT, 0600);
    for (int i = 0; i < 2; i++) {
        memset(letters, "ab"[i], sizeof letters);
        assert_int_equal(pwrite(file, letters, sizeof letters, 0), sizeof letters);
        if (i == 0) assert_int_equal(fdatasync(file), 0);
        if (i == 0) done();
    }
    close(file);
}

static void test_what_is_written_at_once_may_be_torn(void **state) {
    (void)state;
    struct scene scene;
    open_scene(&scene, false);
    scene.by_runs = true;
    struct power *power = power_record(scene.folder, write_page_twice, &scene);
    cut(&scene, power, true, NULL);
    expect_states(&scene, "- a ab aba abab b ba bab baba");
    power_close(power);
    close_scene(&scene);
}

/* The C library does not tell who else writes. */
static void test_what_is_not_recorded_is_noticed(void **state) {
    (void)state;
    struct scene scene;
    struct error error = {0};
    struct power_image image;
    static const struct power_loss NONE = {POWER_KEPT, POWER_KEPT, POWER_KEPT, 0, 0};
    open_scene(&scene, true);
    struct power *power = power_trace_begin(scene.folder);
    FILE *file = fopen(scene.file, "r+");
    fputs("NEW", file);
    fclose(file);
    power_trace_end();
    power_image_open(&image, power);
    power_image_make(&image, power->operations, &NONE, NULL);
    assert_false(power_image_is_there(&image, &error));
    assert_non_null(strstr(error.text, "not recorded"));
    power_image_close(&image);
    power_close(power);
    close_scene(&scene);
}

static bool about_f(const char *path) { return !strcmp(path, "f"); }

static bool about_the_folder(const char *path) { return !*path; }

static void test_a_drive_that_lies_is_played(void **state) {
    (void)state;
    struct scene scene;
    open_scene(&scene, false);
    struct power *power = power_record(scene.folder, write_and_sync_both, &scene);
    cut(&scene, power, true, about_f);
    expect_states(&scene, "... 0 NEW");
    cut(&scene, power, true, about_the_folder);
    expect_states(&scene, "- NEW");
    power_close(power);
    close_scene(&scene);
}

static bool refuse(void *data, const char *folder, const struct power_promise *promises,
                   size_t count, struct error *error) {
    (void)data, (void)folder, (void)promises;
    return count == 0 || error_set(error, ERROR_CORRUPT, "it is wrong");
}

static void test_what_does_not_hold_is_shown(void **state) {
    (void)state;
    struct scene scene;
    struct error error = {0};
    struct power_tally tally;
    open_scene(&scene, false);
    struct power *power = power_record(scene.folder, write_and_sync_both, &scene);
    struct power_cuts cuts = {.holds = refuse, .seed = SEED, .stride = 1};
    assert_false(power_cut(power, &cuts, &tally, &error));
    char *left = arena_format(&scene.arena, "%s.cut", scene.folder);
    assert_non_null(strstr(error.text, left));
    assert_non_null(strstr(error.text, "it is wrong"));
    assert_true(files_is_file(files_join(&scene.arena, left, "f")));
    folder_remove(left);
    power_close(power);
    close_scene(&scene);
}

/* ------------------------------------------------------------------ what files.h promises */

static void must(bool succeeded, const struct error *error) {
    if (!succeeded) fail_msg("%s", error->text);
    done();
}

static void use_write(void *data) {
    struct error error = {0};
    must(files_write(((struct scene *)data)->file, "NEW", 3, &error), &error);
}

static bool next(void *data, struct buffer *piece, struct error *error) {
    const char **left = data;
    (void)error;
    if (**left) buffer_add(piece, (*left)++, 1);
    return true;
}

static void use_write_pieces(void *data) {
    struct error error = {0};
    const char *left = "NEW";
    must(files_write_pieces(((struct scene *)data)->file, next, &left, &error), &error);
}

static void use_create(void *data) {
    struct error error = {0};
    must(files_create(((struct scene *)data)->file, "NEW", 3, &error), &error);
}

static void see(void *data, const void *bytes, size_t size) { (void)data, (void)bytes, (void)size; }

static void use_copy(void *data) {
    struct scene *scene = data;
    struct error error = {0};
    put(data, O_WRONLY | O_CREAT, "NEW", true, true);
    must(files_copy(scene->file, scene->other, see, NULL, &error), &error);
}

static void use_rename(void *data) {
    struct scene *scene = data;
    struct error error = {0};
    must(files_rename(scene->file, scene->other, &error), &error);
}

static void use_remove(void *data) {
    struct error error = {0};
    must(files_remove(((struct scene *)data)->file, &error), &error);
}

static void test_a_file_is_written_whole_or_not_at_all(void **state) {
    (void)state;
    expect(true, use_write, "NEW old", "NEW");
    expect(false, use_write, "- NEW", "NEW");
    expect(true, use_write_pieces, "NEW old", "NEW");
    expect(false, use_write_pieces, "- NEW", "NEW");
}

static void test_a_file_that_was_made_is_there(void **state) {
    (void)state;
    expect(false, use_create, NULL, "NEW");
    expect(false, use_copy, NULL, "NEW|NEW");
}

static void test_names_are_changed_for_certain(void **state) {
    (void)state;
    expect(true, use_rename, "-|old old", "-|old");
    expect(true, use_remove, "- old", "-");
}

int main(void) {
    /* Thousands of folders, of which none needs the disk. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_file_needs_both_syncs),
        cmocka_unit_test(test_one_sync_can_stand_for_all),
        cmocka_unit_test(test_what_is_written_over_may_be_there_still),
        cmocka_unit_test(test_names_are_lost_alone),
        cmocka_unit_test(test_sectors_come_in_any_order),
        cmocka_unit_test(test_what_is_written_at_once_may_be_torn),
        cmocka_unit_test(test_what_is_not_recorded_is_noticed),
        cmocka_unit_test(test_a_drive_that_lies_is_played),
        cmocka_unit_test(test_what_does_not_hold_is_shown),
        cmocka_unit_test(test_a_file_is_written_whole_or_not_at_all),
        cmocka_unit_test(test_a_file_that_was_made_is_there),
        cmocka_unit_test(test_names_are_changed_for_certain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
