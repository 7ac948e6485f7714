/* Both shells get data, not programs: a case for each command with its words, in a frame that is written
 * here. No helper of the bash-completion package is used, so that the script works where it is missing.
 * Words of the tables are plain ASCII without quotes; help texts are escaped for zsh. */
#include "cli/completion.h"

static bool names_file(const char *argument)
{
    return argument && (strstr(argument, "FILE") || strstr(argument, "MODEL") || strstr(argument, "DIR"));
}

/* "--output|-o": a pattern of a shell's case, or with '  ' between for a list. */
static void spellings(const option *o, const char *between, buf *out)
{
    buf_printf(out, "--%s", o->word);
    if (o->letter)
        buf_printf(out, "%s-%c", between, o->letter);
}

/* ---- bash ---- */

static void bash_command(const command *c, buf *out)
{
    buf_printf(out, "    %s)\n        case $before in\n", c->name);
    for (const option *o = c->options; o->word || o->heading; o++) {
        if (!o->argument)
            continue;
        buf_z(out, "        ");
        spellings(o, "|", out);
        if (o->words) {
            buf_z(out, ") words='");
            for (const char *const *w = o->words; *w; w++)
                buf_printf(out, "%s%s", w == o->words ? "" : " ", *w);
            buf_z(out, "' ;;\n");
        } else {
            buf_printf(out, ") files=%s ;;\n", names_file(o->argument) ? "yes" : "none");
        }
    }
    buf_z(out, "        *) options='");
    for (const option *o = c->options; o->word || o->heading; o++) {
        if (!o->word)
            continue;
        spellings(o, " ", out);
        buf_char(out, ' ');
    }
    buf_z(out, "--help' ;;\n        esac ;;\n");
}

void completion_bash(const command *const *commands, buf *out)
{
    buf_z(out, "# bash completion for slant, made by: slant help --completion bash\n"
               "_slant()\n"
               "{\n"
               "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
               "    local words= options= files=yes commands='");
    for (const command *const *c = commands; *c; c++)
        buf_printf(out, "%s%s", c == commands ? "" : " ", (*c)->name);
    buf_z(out, "'\n\n"
               "    # \"--to=tsv\" comes as three words\n"
               "    if [[ $word == '=' ]]; then\n"
               "        word=\n"
               "    elif [[ $before == '=' && COMP_CWORD -gt 1 ]]; then\n"
               "        before=${COMP_WORDS[COMP_CWORD-2]}\n"
               "    fi\n"
               "    COMPREPLY=()\n"
               "    if [[ COMP_CWORD -eq 1 ]]; then\n"
               "        COMPREPLY=($(compgen -W \"$commands --help --version\" -- \"$word\"))\n"
               "        return\n"
               "    fi\n"
               "    case ${COMP_WORDS[1]} in\n");
    for (const command *const *c = commands; *c; c++)
        bash_command(*c, out);
    buf_z(out, "    esac\n"
               "    if [[ ${COMP_WORDS[1]} == help && -n $options && $word != -* ]]; then\n"
               "        words=$commands\n"
               "    fi\n"
               "    if [[ -n $words ]]; then\n"
               "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
               "    elif [[ -n $options && $word == -* ]]; then\n"
               "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
               "    elif [[ $files == yes ]]; then\n"
               "        compopt -o filenames 2>/dev/null\n"
               "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
               "    fi\n"
               "}\n"
               "complete -F _slant slant\n");
}

/* ---- zsh ---- */

/* Inside '...[help]...' of _arguments: quotes end the string, brackets the text, colons the field. */
static void zsh_text(const char *z, buf *out)
{
    for (; *z; z++) {
        if (*z == '\'')
            buf_z(out, "'\\''");
        else if (strchr("[]:\\", *z))
            buf_printf(out, "\\%c", *z);
        else
            buf_char(out, *z);
    }
}

static void zsh_spec(const option *o, const char *spelling, buf *out)
{
    buf_printf(out, " \\\n            '%s%s%s[", o->repeatable ? "*" : "", spelling,
               !o->argument         ? ""
               : spelling[1] == '-' ? "="
                                    : "+");
    zsh_text(o->help, out);
    buf_char(out, ']');
    if (o->argument) {
        buf_char(out, ':');
        zsh_text(o->argument, out);
        buf_char(out, ':');
    }
    if (o->words) {
        buf_char(out, '(');
        for (const char *const *w = o->words; *w; w++)
            buf_printf(out, "%s%s", w == o->words ? "" : " ", *w);
        buf_char(out, ')');
    } else if (names_file(o->argument)) {
        buf_z(out, "_files");
    }
    buf_char(out, '\'');
}

static void zsh_command(const command *c, buf *out)
{
    buf_printf(out, "    %s)\n        _arguments -s", c->name);
    for (const option *o = c->options; o->word || o->heading; o++) {
        char letter[3] = {'-', o->letter, '\0'};
        buf word = {0};

        if (!o->word)
            continue;
        buf_printf(&word, "--%s", o->word);
        buf_char(&word, '\0');
        if (!word.failed)
            zsh_spec(o, word.p, out);
        out->failed |= word.failed;
        buf_free(&word);
        if (o->letter)
            zsh_spec(o, letter, out);
    }
    buf_printf(out, " \\\n            '(- *)'{-h,--help}'[show help]' \\\n            %s ;;\n",
               strcmp(c->name, "help") == 0 ? "'*:command:($names)'" : "'*:file:_files'");
}

void completion_zsh(const command *const *commands, buf *out)
{
    buf_z(out, "#compdef slant\n"
               "# zsh completion for slant, made by: slant help --completion zsh\n"
               "local -a commands names\n"
               "commands=(\n");
    for (const command *const *c = commands; *c; c++) {
        buf_printf(out, "    '%s:", (*c)->name);
        zsh_text((*c)->summary, out);
        buf_z(out, "'\n");
    }
    buf_z(out, ")\n"
               "names=(${commands%%:*})\n"
               "if (( CURRENT == 2 )); then\n"
               "    _describe command commands\n"
               "    return\n"
               "fi\n"
               "local name=$words[2]\n"
               "(( CURRENT-- ))\n"
               "shift words\n"
               "case $name in\n");
    for (const command *const *c = commands; *c; c++)
        zsh_command(*c, out);
    buf_z(out, "esac\n");
}
