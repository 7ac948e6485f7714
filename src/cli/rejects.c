#include "cli/rejects.h"

#include <stdio.h>

void reject_write(const record *r, buf *out)
{
    buf_z(out, "{\"file\":");
    buf_json(out, str_z(r->path));
    buf_z(out, ",\"line\":");
    buf_u64(out, r->why.line ? r->why.line : r->line);
    buf_z(out, ",\"byte\":");
    buf_u64(out, r->why.has_byte ? r->why.byte : r->byte);
    buf_z(out, ",\"reason\":");
    buf_json(out, str_z(r->why.text));
    buf_z(out, ",\"row\":");
    buf_json(out, r->raw);
    buf_z(out, "}\n");
}

void reject_count(const rejects *to, const record *r, batch_results *out)
{
    out->n_rejected++;
    if (to->wanted)
        reject_write(r, &out->rejects);
}

bool rejects_open(const parsed *p, rejects *r, err *e)
{
    *r = (rejects){.file = {.fd = -1},
                   .wanted = opt_given(p, "rejects"),
                   .max = opt_given(p, "max-rejects") ? (uint64_t)opt_int(p, "max-rejects") : UINT64_MAX};
    return !r->wanted || save_open(opt_string(p, "rejects"), &r->file, e);
}

bool rejects_add(rejects *r, uint64_t n, str lines, err *e)
{
    r->n += n;
    if (r->wanted && !output_write(&r->file, lines.p, lines.n, e))
        return false;
    return r->n <= r->max ||
           err_set(e, ERR_INPUT, "stopped: more records rejected than --max-rejects %llu allows",
                   (unsigned long long)r->max);
}

bool rejects_commit(rejects *r, err *e)
{
    return !r->wanted || save_commit(&r->file, e);
}

void rejects_abandon(rejects *r, const err *e)
{
    err second = {0};

    if (r->n == 0 || e->code != ERR_INPUT || !save_commit(&r->file, &second))
        save_abandon(&r->file);
}

void rejects_report(const rejects *r, uint64_t n, const char *done, bool told)
{
    if (r->coding.path) {
        char path[400];

        (void)fprintf(stderr,
                      "slant: %s: byte %llu: this is not UTF-8. If it is Windows-1252, convert it: "
                      "iconv -f WINDOWS-1252 -t UTF-8\n",
                      err_name(r->coding.path, path, sizeof path), (unsigned long long)r->coding.byte);
    }
    (void)fprintf(stderr, "slant: %llu record%s: %llu %s, %llu rejected%s\n", (unsigned long long)n,
                  n == 1 ? "" : "s", (unsigned long long)(n - r->n), done, (unsigned long long)r->n,
                  r->n && !r->wanted && !told ? " (--rejects FILE says why)" : "");
}
