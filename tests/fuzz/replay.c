/* Runs a fuzz target over files: its seeds and the inputs that once broke it. One TAP line a file, flushed
 * before the next begins, so that a crash points at the file that comes after the last line. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The whole file in memory of exactly its size, so that a read behind the end is caught. */
static uint8_t *load(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    uint8_t *p = NULL;
    long n;

    if (!f)
        return NULL;
    if (fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) >= 0 && fseek(f, 0, SEEK_SET) == 0) {
        *size = (size_t)n;
        p = malloc(*size ? *size : 1);
        if (p && fread(p, 1, *size, f) != *size) {
            free(p);
            p = NULL;
        }
    }
    (void)fclose(f);
    return p;
}

int main(int argc, char **argv)
{
    int failed = 0;

    for (int i = 1; i < argc; i++) {
        size_t size = 0;
        uint8_t *p = load(argv[i], &size);

        if (p)
            (void)LLVMFuzzerTestOneInput(p, size);
        else
            failed++;
        (void)printf("%s - %s\n", p ? "ok" : "not ok", argv[i]);
        (void)fflush(stdout);
        free(p);
    }
    return failed > 0;
}
