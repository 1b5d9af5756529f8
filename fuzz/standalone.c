/* Runs a fuzz target over its saved inputs with any compiler: TARGET FOLDER. Says what it did in
 * the Test Anything Protocol; a target that fails dies, which the runner sees. */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

/* The bytes of a file in memory of exactly their size, so that reading past the end is seen. */
static uint8_t *read_input(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return NULL;
    long length = ftell(file);
    rewind(file);
    if (length < 0) return NULL;
    *size = (size_t)length;
    uint8_t *bytes = malloc(*size);
    bool whole = fread(bytes, 1, *size, file) == *size;
    fclose(file);
    if (whole) return bytes;
    free(bytes);
    return NULL;
}

int main(int count, char **words) {
    if (count != 2) {
        fprintf(stderr, "%s: takes the folder of saved inputs\n", words[0]);
        return 2;
    }
    puts("1..1");
    fflush(stdout);
    struct dirent **entries;
    int inputs = scandir(words[1], &entries, visible, alphasort);
    if (inputs <= 0) {
        printf("not ok 1 - no saved inputs in %s\n", words[1]);
        return 1;
    }
    bool whole = true;
    for (int i = 0; i < inputs; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", words[1], entries[i]->d_name);
        free(entries[i]);
        fprintf(stderr, "%s\n", path);
        size_t size = 0;
        uint8_t *bytes = read_input(path, &size);
        if (bytes) LLVMFuzzerTestOneInput(bytes, size);
        else whole = false;
        free(bytes);
    }
    free(entries);
    printf("%s 1 - %d saved inputs\n", whole ? "ok" : "not ok", inputs);
    return whole ? 0 : 1;
}
