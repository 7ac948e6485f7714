#!/bin/sh
# Includes point downward: a file of one folder sees headers of its own folder and of those below it. And each
# outside library is seen by one file; zlib by two, the one that unpacks inputs and the one that packs the
# names in a model. Prints TAP.
cd "$(dirname "$0")/.." || exit 3

# Top to bottom. A folder's height is its place in this list.
order='cli article score learn measure model feature text corpus base'

grep -Hn '^ *# *include *"' src/*/*.[ch] src/*/*.cpp src/*.c src/*.h 2>/dev/null |
    sed 's/^\([^:]*\):\([0-9]*\):[^"]*"\([^"]*\)".*/\1 \2 \3/' |
    awk -v order="$order" '
        BEGIN {
            n = split(order, folder, " ")
            for (i = 1; i <= n; i++)
                height[folder[i]] = n - i
            height["."] = n                     # main.c and slant.c see everything
        }
        {
            split($1, part, "/"); from = part[3] == "" ? "." : part[2]
            to = $3 ~ /\// ? substr($3, 1, index($3, "/") - 1) : "."
            seen[from] = 1
            if (!(from in height) || !(to in height))
                bad[from] = bad[from] "\n#   " $1 ":" $2 ": no such layer: " $3
            else if (height[to] > height[from])
                bad[from] = bad[from] "\n#   " $1 ":" $2 ": points up: " $3
        }
        END {
            for (f in seen) {
                printf "%s - includes of %s point downward\n", f in bad ? "not ok" : "ok", f == "." ? "src" : f
                if (f in bad)
                    print substr(bad[f], 2)
            }
        }'

# Library and how many files of src may include it.
while read -r header most; do
    files=$(grep -El "^ *# *include *(<([a-z-]+/)?$header>|\"$header\")" src/*/*.[ch] src/*/*.cpp src/*.[ch] 2>/dev/null)
    n=$(printf '%s' "$files" | grep -c .)
    if [ "$n" -le "$most" ]; then
        echo "ok - $header is included by at most $most of our files"
    else
        echo "not ok - $header is included by $n files, at most $most may"
        printf '%s\n' "$files" | sed 's/^/#   /'
    fi
done <<'END'
linear.h 1
svm.h 1
utf8proc.h 1
simdjson.h 1
jansson.h 1
zstd.h 1
zlib.h 2
igzip_lib.h 1
crc.h 1
getopt.h 1
END
