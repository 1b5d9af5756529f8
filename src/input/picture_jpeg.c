#include <stdio.h>

#include <jpeglib.h>

#include <jerror.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "input/picture_parts.h"

static const char EXIF_HEADER[] = "Exif\0";

struct reading_jpeg {
    struct jpeg_error_mgr manager; /* first, so that it leads here */
    jmp_buf back;
    struct jpeg_source_mgr source;
    struct jpeg_progress_mgr progress;
    struct jpeg_decompress_struct info;
    struct picture_input *input;
    struct shrink *shrink;
    struct picture *picture;
    struct error *error;
    uint8_t *row;
};

/* ------------------------------------------------------------------ what goes wrong */

static struct reading_jpeg *of(j_common_ptr info) { return (struct reading_jpeg *)info->err; }

static _Noreturn void leave(j_common_ptr info) {
    struct reading_jpeg *reading = of(info);
    char said[JMSG_LENGTH_MAX];
    int code = reading->manager.msg_code;
    reading->manager.format_message(info, said);
    if (code == JERR_OUT_OF_MEMORY || code == JERR_NO_BACKING_STORE)
        error_set(reading->error, ERROR_TOO_LARGE,
                  "the JPEG is progressive, and needs more than %d MiB of memory to be drawn",
                  PICTURE_HELD_MOST >> 20);
    else error_set(reading->error, ERROR_BAD_INPUT, "the JPEG is broken: %s", said);
    longjmp(reading->back, 1);
}

static _Noreturn void end_too_soon(struct reading_jpeg *reading) {
    error_set(reading->error, ERROR_BAD_INPUT, "the JPEG ends too soon: it is not whole");
    longjmp(reading->back, 1);
}

/* Where a part is missing the library draws gray, and only warns. */
static void warn(j_common_ptr info, int level) {
    struct reading_jpeg *reading = of(info);
    if (level >= 0) return;
    reading->manager.num_warnings++;
    if (reading->manager.msg_code == JWRN_HIT_MARKER || reading->manager.msg_code == JWRN_JPEG_EOF)
        end_too_soon(reading);
}

static void ignore(j_common_ptr info) { (void)info; }

/* Each scan goes over the whole picture, be it of a few bytes. */
static void count_scans(j_common_ptr info) {
    struct reading_jpeg *reading = of(info);
    if (reading->info.input_scan_number <= PICTURE_SCANS_MOST) return;
    error_set(reading->error, ERROR_TOO_LARGE, "the JPEG has more than %d scans",
              PICTURE_SCANS_MOST);
    longjmp(reading->back, 1);
}

/* ------------------------------------------------------------------ its bytes */

static boolean fill(j_decompress_ptr info) {
    struct reading_jpeg *reading = of((j_common_ptr)info);
    if (!picture_next(reading->input)) end_too_soon(reading);
    info->src->next_input_byte = reading->input->block;
    info->src->bytes_in_buffer = reading->input->size;
    return TRUE;
}

static void skip(j_decompress_ptr info, long count) {
    if (count <= 0) return;
    for (size_t left = (size_t)count; left;) {
        size_t step = info->src->bytes_in_buffer < left ? info->src->bytes_in_buffer : left;
        info->src->next_input_byte += step;
        info->src->bytes_in_buffer -= step;
        left -= step;
        if (left) fill(info);
    }
}

static void nothing(j_decompress_ptr info) { (void)info; }

/* ------------------------------------------------------------------ its pixels */

static void find_exif(struct reading_jpeg *reading) {
    const struct jpeg_marker_struct *marker = reading->info.marker_list;
    for (; marker; marker = marker->next)
        if (marker->data_length > 6 && memcmp(marker->data, EXIF_HEADER, 6) == 0) {
            reading->picture->exif = exif_read(marker->data, marker->data_length);
            return;
        }
}

/* How coarse the library may read it so that nothing is lost: by 8, 4, 2 or 1. */
static unsigned coarseness(const struct jpeg_decompress_struct *info, int side) {
    unsigned longest =
        info->image_width > info->image_height ? info->image_width : info->image_height;
    unsigned coarse = 8;
    while (coarse > 1 && longest / coarse < (unsigned)side) coarse /= 2;
    return coarse;
}

/* Ink in four colours, which Adobe's programs write the other way round. */
static void print_row(uint8_t *row, int width, bool inverted) {
    const uint8_t *ink = row;
    for (int i = 0; i < width; i++, row += 3, ink += 4) {
        unsigned black = inverted ? ink[3] : 255U - ink[3];
        for (int j = 0; j < 3; j++)
            row[j] = (uint8_t)((inverted ? ink[j] : 255U - ink[j]) * black / 255);
    }
}

static void draw(struct reading_jpeg *reading) {
    struct jpeg_decompress_struct *info = &reading->info;
    bool print = info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK;
    info->out_color_space = print ? JCS_CMYK : JCS_RGB;
    info->scale_num = 1;
    info->scale_denom = coarseness(info, reading->shrink->side);
    info->do_fancy_upsampling = FALSE;
    jpeg_start_decompress(info);
    int width = (int)info->output_width;
    shrink_begin(reading->shrink, width, (int)info->output_height);
    reading->row = memory_take((size_t)width, 4);
    while (info->output_scanline < info->output_height) {
        JSAMPROW row = reading->row;
        jpeg_read_scanlines(info, &row, 1);
        if (print) print_row(row, width, info->saw_Adobe_marker);
        shrink_row(reading->shrink, row);
    }
    jpeg_finish_decompress(info);
    reading->picture->damages = reading->manager.num_warnings;
}

static bool read_all(struct reading_jpeg *reading) {
    struct jpeg_decompress_struct *info = &reading->info;
    if (setjmp(reading->back)) return false;
    jpeg_create_decompress(info);
    info->mem->max_memory_to_use = PICTURE_HELD_MOST;
    info->src = &reading->source;
    info->progress = &reading->progress;
    jpeg_save_markers(info, JPEG_APP0 + 1, 0xffff);
    jpeg_read_header(info, TRUE);
    if (!picture_check_size(info->image_width, info->image_height, reading->error)) return false;
    reading->picture->width = info->image_width;
    reading->picture->height = info->image_height;
    find_exif(reading);
    if (reading->shrink->side) draw(reading);
    return true;
}

bool picture_read_jpeg(struct picture_input *input, struct shrink *shrink, struct picture *picture,
                       struct error *error) {
    struct reading_jpeg *reading = memory_take(1, sizeof *reading);
    reading->info.err = jpeg_std_error(&reading->manager);
    reading->manager.error_exit = leave;
    reading->manager.emit_message = warn;
    reading->manager.output_message = ignore;
    reading->source = (struct jpeg_source_mgr){.next_input_byte = input->block,
                                               .bytes_in_buffer = input->size,
                                               .init_source = nothing,
                                               .fill_input_buffer = fill,
                                               .skip_input_data = skip,
                                               .resync_to_restart = jpeg_resync_to_restart,
                                               .term_source = nothing};
    reading->progress.progress_monitor = count_scans;
    reading->input = input;
    reading->shrink = shrink;
    reading->picture = picture;
    reading->error = error;
    bool good = read_all(reading);
    jpeg_destroy_decompress(&reading->info);
    free(reading->row);
    free(reading);
    return good;
}
