#include <stdio.h>

#include <jpeglib.h>

#include <setjmp.h>
#include <stdlib.h>

#include "input/picture_parts.h"

enum { QUALITY = 82 };

struct writing {
    struct jpeg_error_mgr manager; /* first, so that it leads here */
    jmp_buf back;
    struct jpeg_compress_struct info;
    unsigned char *bytes;
    unsigned long size;
};

static void leave(j_common_ptr info) { longjmp(((struct writing *)info->err)->back, 1); }

static void ignore(j_common_ptr info) { (void)info; }

static bool write_all(struct writing *writing, const struct shrink *shrink) {
    struct jpeg_compress_struct *info = &writing->info;
    if (setjmp(writing->back)) return false;
    jpeg_create_compress(info);
    jpeg_mem_dest(info, &writing->bytes, &writing->size);
    info->image_width = (JDIMENSION)shrink->width;
    info->image_height = (JDIMENSION)shrink->height;
    info->input_components = 3;
    info->in_color_space = JCS_RGB;
    jpeg_set_defaults(info);
    jpeg_set_quality(info, QUALITY, TRUE);
    info->write_JFIF_header = FALSE;
    info->optimize_coding = TRUE;
    jpeg_start_compress(info, TRUE);
    while (info->next_scanline < info->image_height) {
        JSAMPROW row = shrink->pixel + (size_t)info->next_scanline * (size_t)shrink->width * 3;
        jpeg_write_scanlines(info, &row, 1);
    }
    jpeg_finish_compress(info);
    return true;
}

bool picture_write(const struct shrink *shrink, struct buffer *out, struct error *error) {
    struct writing writing = {0};
    writing.info.err = jpeg_std_error(&writing.manager);
    writing.manager.error_exit = leave;
    writing.manager.output_message = ignore;
    bool good = write_all(&writing, shrink);
    if (good) buffer_add(out, writing.bytes, writing.size);
    jpeg_destroy_compress(&writing.info);
    free(writing.bytes);
    return good || error_set(error, ERROR_INTERNAL, "the small picture cannot be written");
}
