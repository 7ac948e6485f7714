#!/bin/sh
# setup.sh build|check|bench|lint: what this machine lacks for `make`, `make check`, `make bench` or, with
# clang for `make fuzz` too, `make lint`.
#
# Silent and quick when nothing is missing. With apt-get, as root or through sudo, it installs; elsewhere it
# names what to install and exits 3.
set -u

want=${1:-build}
case $want in
build | check | bench | lint) ;;
*)
    echo "usage: sh setup.sh build|check|bench|lint" >&2
    exit 2
    ;;
esac

# For whom, how to see that it is there, and its package on Debian, Fedora, Arch and Homebrew (- for none).
# `extra` makes a build faster (isa-l unpacks gzip 2.5 times as fast as zlib) and is done without, in silence,
# where it is all that is missing and cannot be had.
needs='
build command cc                    gcc             gcc              gcc          -
build command c++                   g++             gcc-c++          gcc          -
build command make                  make            make             make         make
build command objcopy               binutils        binutils         binutils     binutils
build header  libsvm/svm.h|svm.h    libsvm-dev      libsvm-devel     libsvm       libsvm
build header  utf8proc.h            libutf8proc-dev utf8proc-devel   libutf8proc  utf8proc
build header  simdjson.h            libsimdjson-dev simdjson-devel   simdjson     simdjson
build header  jansson.h             libjansson-dev  jansson-devel    jansson      jansson
build header  zstd.h                libzstd-dev     libzstd-devel    zstd         zstd
extra header  isa-l/igzip_lib.h     libisal-dev     isa-l-devel      isa-l        isa-l
build header  zlib.h                zlib1g-dev      zlib-devel       zlib         zlib
check header  cmocka.h              libcmocka-dev   libcmocka-devel  cmocka       cmocka
check header  linear.h              liblinear-dev   liblinear-devel  liblinear    liblinear
check header  csv.h                 libcsv-dev      libcsv-devel     libcsv       libcsv
check command gzip                  gzip            gzip             gzip         gzip
check command zstd                  zstd            zstd             zstd         zstd
check file    /usr/share/unicode/auxiliary|/usr/share/unicode/ucd/auxiliary unicode-data unicode-ucd unicode-character-database -
check command python3               python3         python3          python       python
check command bzip2                 bzip2           bzip2            bzip2        -
bench command python3               python3         python3          python       python
bench command zstd                  zstd            zstd             zstd         zstd
bench command fasttext              fasttext        -                fasttext     fasttext
bench python  sklearn               python3-sklearn python3-scikit-learn python-scikit-learn scikit-learn
lint  command clang-format          clang-format    clang-tools-extra clang       clang-format
lint  command clang-tidy            clang-tidy      clang-tools-extra clang       llvm
lint  command cppcheck              cppcheck        cppcheck         cppcheck     cppcheck
lint  command clang                 clang           clang            clang        -
'

compiler=${CC:-cc}

# there KIND NAME: whether one of the names, split at '|', is on this machine.
there()
{
    for name in $(echo "$2" | tr '|' ' '); do
        case $1 in
        command) command -v "$name" >/dev/null 2>&1 && return 0 ;;
        file) [ -e "$name" ] && return 0 ;;
        python)
            # A python3 that stands before the system's on the path does not see the system's packages.
            for python in /usr/bin/python3 python3; do
                "$python" -c "import importlib.util as u, sys; sys.exit(u.find_spec('$name') is None)" \
                    2>/dev/null && return 0
            done
            ;;
        header)
            printf '#if !__has_include(<%s>)\n#error missing\n#endif\n' "$name" |
                "$compiler" -E - >/dev/null 2>&1 && return 0
            ;;
        esac
    done
    return 1
}

# missing SYSTEM [extra]: the packages that are needed, or else the extra ones, by the names of one system.
missing()
{
    echo "$needs" | while read -r who kind name debian fedora arch brew; do
        [ -n "$who" ] || continue
        [ "$who" = "${2-build}" ] || [ "$who" = "${2-$want}" ] || continue
        there "$kind" "$name" && continue
        case $1 in
        debian) echo "$debian" ;;
        fedora) echo "$fedora" ;;
        arch) echo "$arch" ;;
        brew) echo "$brew" ;;
        esac
    done | grep -v '^-$' | sort -u | tr '\n' ' '
}

packages=$(missing debian)
extra=$(missing debian extra)
[ -n "$packages$extra" ] || exit 0

# install PACKAGE...: with apt-get, as whoever may.
install()
{
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 &&
        { { [ -n "$packages" ] && [ -t 0 ]; } || sudo -n true 2>/dev/null; }; then
        as_root=sudo
    elif [ -z "$packages" ]; then
        exit 0
    else
        echo "setup.sh: missing; as root, run: apt-get update &&" \
            "apt-get install -y --no-install-recommends $packages$extra" >&2
        exit 3
    fi
    echo "setup.sh: installing $packages$extra" >&2
    log=$(mktemp) || exit 3
    # Quiet unless it fails; old package lists are the usual reason to fail, so they are renewed first.
    # shellcheck disable=SC2086 # one word a package
    if [ -n "$packages" ] &&
        { ! $as_root apt-get update >"$log" 2>&1 || ! install $packages >>"$log" 2>&1; }; then
        cat "$log" >&2
        rm -f "$log"
        echo "setup.sh: could not install $packages" >&2
        exit 3
    fi
    # shellcheck disable=SC2086
    [ -z "$extra" ] || install $extra >"$log" 2>&1 || echo "setup.sh: doing without $extra" >&2
    rm -f "$log"
    packages=$(missing debian)
    [ -n "$packages" ] || exit 0
    echo "setup.sh: installed, yet not to be found: $packages" >&2
    exit 3
fi

[ -n "$packages" ] || exit 0
if command -v dnf >/dev/null 2>&1; then
    echo "setup.sh: missing; run: dnf install $(missing fedora)$(missing fedora extra)" >&2
elif command -v pacman >/dev/null 2>&1; then
    echo "setup.sh: missing; run: pacman -S $(missing arch)$(missing arch extra)" >&2
elif command -v brew >/dev/null 2>&1; then
    echo "setup.sh: missing; run: brew install $(missing brew)$(missing brew extra)" >&2
else
    echo "setup.sh: missing; install what your system calls (Debian's names): $packages$extra" >&2
fi
exit 3
