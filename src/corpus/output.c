/* Whole or not at all: a temporary file in the target's own folder (rename(2) does not cross file systems),
 * made durable before it takes the name, and the folder after it. The temporary name is tried with a running
 * number under O_EXCL, so that two programs at work side by side cannot meet; the kernel applies the umask,
 * which cannot be asked for without changing it. Owner and extended attributes of a replaced file are not
 * carried over. */
#include "corpus/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINKS = 40, TRIES = 1000 };

/* The bytes of path up to and with its last slash. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* `folder` bytes of path, then name, as a new string. */
static char *beside(const char *path, size_t folder, const char *name)
{
    size_t n = strlen(name);
    char *p = malloc(folder + n + 1);

    if (p) {
        memcpy(p, path, folder);
        memcpy(p + folder, name, n + 1);
    }
    return p;
}

/* What a link says, as a new string; NULL with errno. */
static char *link_text(const char *path)
{
    size_t cap = 256;
    char *p = NULL;

    for (;; cap *= 2) {
        char *more = realloc(p, cap);
        ssize_t n;

        if (!more)
            break;
        p = more;
        n = readlink(path, p, cap);
        if (n >= 0 && (size_t)n < cap) {
            p[n] = '\0';
            return p;
        }
        if (n < 0)
            break;
    }
    free(p);
    return NULL;
}

/* o->target: path with its last part followed while that is a link, whether or not the end of it exists. */
static bool follow(output *o, err *e)
{
    o->target = beside(o->path, 0, o->path);
    for (int hops = 0; o->target; hops++) {
        struct stat s;
        char *text, *next;

        if (lstat(o->target, &s) != 0 || !S_ISLNK(s.st_mode))
            return true;
        if (hops == LINKS) {
            errno = ELOOP;
            return err_errno(e, o->path, "open");
        }
        text = link_text(o->target);
        if (!text)
            return err_errno(e, o->path, "follow the link");
        next = beside(o->target, text[0] == '/' ? 0 : folder_length(o->target), text);
        free(text);
        free(o->target);
        o->target = next;
    }
    return err_memory(e);
}

char *output_target(const char *path)
{
    output o = {.path = path};

    if (follow(&o, &(err){0}))
        return o.target;
    free(o.target);
    return NULL;
}

static bool open_temporary(output *o, const struct stat *old, err *e)
{
    bool fine = true;

    for (int k = 0; fine && k < TRIES; k++) {
        char name[64];

        (void)snprintf(name, sizeof name, ".slant-%ld-%d.tmp", (long)getpid(), k);
        o->temporary = beside(o->target, folder_length(o->target), name);
        if (!o->temporary)
            return err_memory(e);
        o->fd = open(o->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (o->fd >= 0) {
            if (old && fchmod(o->fd, old->st_mode & 0777) != 0)
                return err_errno(e, o->path, "set the permissions");
            return true;
        }
        fine = errno == EEXIST;
        if (!fine)
            (void)err_errno(e, o->path, "create");
        free(o->temporary);
        o->temporary = NULL; /* not ours to remove */
    }
    e->path = e->code ? e->path : o->path;
    return err_set(e, ERR_IO, "cannot create a temporary file beside it");
}

/* Standard output or error, where a path means what they go to ("/dev/stdout"): a file of theirs must not be
 * replaced, with what others have written there. -1: neither. */
static int standard_stream(const struct stat *s)
{
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        struct stat theirs;

        if (fstat(fd, &theirs) == 0 && theirs.st_dev == s->st_dev && theirs.st_ino == s->st_ino)
            return fd;
    }
    return -1;
}

bool output_open(const char *path, output *o, err *e)
{
    struct stat s;
    bool there, fine;
    int stream;

    *o = (output){.fd = -1};
    if (!path || strcmp(path, "-") == 0) {
        o->fd = STDOUT_FILENO;
        o->path = "-";
        return true;
    }
    o->path = path;
    there = stat(path, &s) == 0;
    stream = there && S_ISREG(s.st_mode) ? standard_stream(&s) : -1;
    if (stream >= 0) {
        o->fd = dup(stream);
        fine = o->fd >= 0 || err_errno(e, path, "write");
    } else if (there && !S_ISREG(s.st_mode)) {
        o->fd = open(path, O_WRONLY | O_CLOEXEC);
        fine = o->fd >= 0 || err_errno(e, path, "write");
    } else {
        fine = follow(o, e) && open_temporary(o, there ? &s : NULL, e);
    }
    if (!fine)
        output_abandon(o);
    return fine;
}

bool output_write(output *o, const void *p, size_t n, err *e)
{
    const char *at = p;

    while (n) {
        /* Some systems refuse more than 2 GiB at once. */
        ssize_t did = write(o->fd, at, n < (size_t)1 << 30 ? n : (size_t)1 << 30);

        if (did < 0 && errno == EINTR)
            continue;
        if (did < 0)
            return err_errno(e, o->path, "write");
        at += did;
        n -= (size_t)did;
    }
    return true;
}

/* A name is only durable when its folder is. Not every file system can do this, and the data is safe
 * already, so that a refusal is no failure. */
static void sync_folder(const char *file)
{
    size_t n = folder_length(file);
    char *folder = n ? beside(file, n, "") : beside("", 0, ".");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
    free(folder);
}

static bool close_file(output *o, err *e)
{
    int fd = o->fd;

    o->fd = -1;
    return close(fd) == 0 || errno == EINTR || err_errno(e, o->path, "write");
}

bool output_commit(output *o, err *e)
{
    bool fine = true;

    if (!o->path)
        return true;
    if (o->temporary) {
        fine = (fsync(o->fd) == 0 || err_errno(e, o->path, "write")) && close_file(o, e) &&
               (rename(o->temporary, o->target) == 0 || err_errno(e, o->path, "write"));
        if (fine) {
            sync_folder(o->target);
            free(o->temporary);
            o->temporary = NULL;
        }
    } else if (o->fd != STDOUT_FILENO) {
        fine = close_file(o, e);
    }
    output_abandon(o);
    return fine;
}

void output_abandon(output *o)
{
    if (!o->path)
        return;
    if (o->fd >= 0 && o->fd != STDOUT_FILENO)
        (void)close(o->fd);
    if (o->temporary)
        (void)unlink(o->temporary);
    free(o->temporary);
    free(o->target);
    *o = (output){.fd = -1};
}
