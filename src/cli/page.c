/* What all pages look like: colours by day and by night, letters, tables, print. Each page's own style sheet
 * goes on from here. */
#include "cli/page.h"

#include "cli/html.h"

/* clang-format off: a line of the style sheet a line. */
static const char css[] =
    /* Colours: every pair that is used for words has a contrast of 4.5 or more, by day and by night;
       tests/page. */
    ":root {\n"
    "  color-scheme: light dark;\n"
    "  --paper: #fcfaf5; --ink: #201d19; --soft: #635c52; --rule: #ddd6c8; --shade: #f3eee3;\n"
    "  --author: #8f3a00; --author-tint: #fbe8d0; --quoted: #1f4f8f; --quoted-tint: #e4edf9;\n"
    "  --favor: #00665a; --against: #a3143c;\n"
    "  --serif: 'Iowan Old Style', Charter, 'Bitstream Charter', 'Source Serif 4', 'Palatino Linotype', "
    "Palatino,\n"
    "    Georgia, 'Noto Serif', 'Liberation Serif', serif;\n"
    "  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;\n"
    "  --measure: 35rem; --margin: 16rem; --gap: 2.5rem;\n"
    "}\n"
    "@media screen and (prefers-color-scheme: dark) {\n"
    "  :root {\n"
    "    --paper: #16181b; --ink: #e7e3db; --soft: #aaa397; --rule: #3a3d42; --shade: #202327;\n"
    "    --author: #f2a862; --author-tint: #3b2a17; --quoted: #93bbf3; --quoted-tint: #1d2b42;\n"
    "    --favor: #63cbb5; --against: #ff93ab;\n"
    "  }\n"
    "}\n"
    "* { box-sizing: border-box; }\n"
    "html { font-size: 112.5%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }\n"
    "body { margin: 0; padding: 0 1.25rem; background: var(--paper); color: var(--ink); font: 1rem/1.6 "
    "var(--serif);\n"
    "  overflow-wrap: anywhere; }\n"
    "body > header, main, body > footer { max-width: var(--measure); margin: 0 auto; }\n"
    "h1, h2, h3, p, ul, fieldset, table { margin: 0; padding: 0; }\n"
    ".skip { position: absolute; left: -100vw; }\n"
    ".skip:focus { left: 1rem; top: 1rem; padding: .4rem .8rem; background: var(--paper); z-index: 3; }\n"
    "a { color: var(--quoted); }\n"
    ":focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }\n"

    "body > header { padding: 1.5rem 0 1rem; border-bottom: 1px solid var(--rule); font-family: var(--sans); "
    "}\n"
    "h1 { font-size: .8rem; font-weight: 600; line-height: 1.5; }\n"
    "table { width: 100%; border-collapse: collapse; font-size: .78rem; line-height: 1.4; }\n"
    "caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }\n"
    "th, td { padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; font-weight: 400;\n"
    "  border-bottom: 1px solid var(--rule); unicode-bidi: isolate; overflow-wrap: break-word; }\n"
    "thead th { color: var(--soft); border-bottom-color: var(--soft); }\n"
    "th.num, td.num { text-align: right; padding-right: 0; padding-left: .6rem; font-variant-numeric: "
    "tabular-nums;\n"
    "  white-space: nowrap; }\n"
    "body > footer { padding: 1.5rem 0 3rem; font: .78rem/1.5 var(--sans); color: var(--soft); }\n"

    "@page { margin: 18mm 16mm; }\n"
    "@media print {\n"
    "  :root { --paper: #fff; --soft: #4a453d; }\n"
    "  html { font-size: 10pt; }\n"
    "  body { padding: 0; }\n"
    "  body > header, main, body > footer { max-width: none; }\n"
    "  .skip { display: none; }\n"
    "  h2, h3 { break-after: avoid; }\n"
    "  tr { break-inside: avoid; }\n"
    "}\n";
/* clang-format on */

void page_begin(str title, buf *out)
{
    buf_z(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" "
               "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>");
    html_text(out, title);
    buf_z(out, "</title>\n<style>\n");
    buf_z(out, css);
}

void page_body(buf *out)
{
    buf_z(out, "</style>\n</head>\n<body>\n");
}

void page_end(const char *footer, buf *out)
{
    buf_printf(out, "</main>\n<footer><p>%s</p></footer>\n</body>\n</html>\n", footer);
}

void page_files(const char *const *file, size_t n, buf *out)
{
    enum { NAMED = 3 };

    for (size_t i = 0; i < n && i < NAMED; i++) {
        buf_z(out, i ? ", " : "");
        buf_z(out, file[i]);
    }
    if (n > NAMED)
        buf_printf(out, " and %zu more", n - NAMED);
}
