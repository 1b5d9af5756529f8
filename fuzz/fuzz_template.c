/* The compilers of templates and of translations: whatever is no template is refused with a
 * reason. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "po.h"
#include "template.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    struct template template;
    struct error error = {0};
    struct buffer source = {0}, header = {0};
    struct po_entry *entries;
    size_t count;
    arena_open(&arena, 0);
    char *text = arena_copy_part(&arena, (const char *)bytes, size);
    if (template_read(&arena, "page.html", text, size, &template, &error) &&
        template_check(&arena, &template, &error) && template_shape(&arena, &template, &error))
        template_write(&template, &source, &header);
    else if (error.code == ERROR_NONE || !error.text[0]) abort();
    error = (struct error){0};
    if (!po_read(&arena, "uk.po", text, 3, &entries, &count, &error) && error.code == ERROR_NONE)
        abort();
    buffer_close(&source);
    buffer_close(&header);
    arena_close(&arena);
    return 0;
}
