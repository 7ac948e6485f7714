# slant: `make` builds, `make demo` shows, `make check` proves. See README.md.

VERSION := 0.1.0
SOVERSION := 0
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
DESTDIR ?=
CC      ?= cc
CXX     ?= c++

WARN    := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
# No contraction: the same sums, whatever the compiler and the processor would fuse.
COMMON   = $(OPTIMIZE) -g -ffp-contract=off -fvisibility=hidden -fPIC -pthread -Isrc -DSLANT_VERSION='"$(VERSION)"'
OPTIMIZE ?= -O3
CFLAGS  ?=
CSTD    := -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE
CXXSTD  := -std=c++17 -Wall -Wextra -Wshadow -fno-exceptions
# gzip inputs are unpacked by isa-l where it is there, else by zlib: src/corpus/gunzip.h.
ISAL    := $(if $(filter /%,$(shell $(CC) -print-file-name=libisal.so)),-lisal)
LIBS    := -lsvm -lutf8proc -lsimdjson -ljansson $(ISAL) -lzstd -lz -lm -pthread
LINK    := $(CXX)

# A build of another kind is the same rules with another folder and flags: make B=build/san SANITIZE=...
B       := build
SANITIZE ?=
ASAN    := -fsanitize=address,undefined -fno-sanitize-recover=all
TSAN    := -fsanitize=thread

SRC     := $(filter-out $(if $(ISAL),%/gunzip_zlib.c,%/gunzip_isal.c),$(wildcard src/*/*.c))
SRCXX   := $(wildcard src/*/*.cpp)
CLI     := $(filter src/cli/%,$(SRC))
obj      = $(1:src/%=$(B)/obj/%.o)

# The library is what scoring a text and reading an article need; files, training and figures are the program's.
LIBSRC  := $(filter-out %/card.c %/batch.c %/gold.c %/tally.c %/compare.c, \
               $(filter $(addprefix src/,base/% text/% feature/% model/% score/% article/%),$(SRC)))
LIBOBJ  := $(call obj,$(LIBSRC) src/slant.c)
LIBLIBS := -lutf8proc -lz -lm -pthread
ALLOBJ  := $(call obj,$(SRC) $(SRCXX))

all: $(B)/slant $(B)/libslant.a $(B)/libslant.so

# Files that change when what stands in them does: objects of other flags are made again, and a program is linked
# again when one of its files is gone.
same     = @mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(1))' >$@.new; \
           if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(B)/flags: FORCE
	$(call same,$(CC) $(CXX) $(WARN) $(COMMON) $(SANITIZE) $(CFLAGS) $(CXXFLAGS))

$(B)/files: FORCE
	$(call same,$(LINK) $(LDFLAGS) $(LIBS) $(LIBOBJ) $(ALLOBJ))

$(B)/slant: $(call obj,src/main.c) $(ALLOBJ) $(B)/files
	$(LINK) $(SANITIZE) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS)

# One relocatable object whose hidden symbols are made local, so that the archive too exports slant_* alone.
$(B)/libslant.a: $(LIBOBJ) $(B)/files
	$(LD) -r -o $(B)/libslant.o $(LIBOBJ)
	objcopy --localize-hidden $(B)/libslant.o
	rm -f $@ && $(AR) rcsD $@ $(B)/libslant.o

$(B)/libslant.so: $(LIBOBJ) src/libslant.map $(B)/files
	$(CC) $(LDFLAGS) -shared -Wl,-soname,libslant.so.$(SOVERSION) -Wl,--version-script=src/libslant.map \
	    -o $@ $(LIBOBJ) $(LIBLIBS)

$(B)/obj/%.c.o: src/%.c Makefile $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(COMMON) $(SANITIZE) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/obj/%.cpp.o: src/%.cpp Makefile $(B)/flags
	@mkdir -p $(@D)
	$(CXX) $(CXXSTD) $(COMMON) $(SANITIZE) $(CXXFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard $(B)/obj/*.d $(B)/obj/*/*.d $(B)/obj/tests/*/*.d)

# ---- to see it work ----

demo:
	@sh setup.sh build
	@$(MAKE) --no-print-directory all
	sh ./demo.sh

models: all
	sh models/make.sh

# BENCH takes options of bench/throughput.py: --million learns from a million records too, which takes minutes.
bench:
	@sh setup.sh bench
	@$(MAKE) --no-print-directory all
	bench/run.sh $(BENCH)

# ---- to prove it ----

UNIT    := $(patsubst tests/%.c,%,$(wildcard tests/unit/*_test.c))
TSANS   := $(filter %_tsan_test %/batch_test %/pool_test %/twins_test,$(UNIT))
# A build has one of the two doors to gunzip; where it is isa-l's, source_test proves zlib's too.
OTHER   := $(if $(ISAL),unit/source_zlib_test)
TESTLIBS := -lcmocka -lcsv -llinear
FUZZ    := $(patsubst tests/%.c,%,$(wildcard tests/fuzz/*_fuzz.c))

check:
	@sh setup.sh check
	@$(MAKE) --no-print-directory B=build/san SANITIZE='$(ASAN)' OPTIMIZE=-O1 check-build
	@$(MAKE) --no-print-directory B=build/tsan SANITIZE='$(TSAN)' OPTIMIZE=-O1 check-tsan
	@$(MAKE) --no-print-directory check-run

check-build: $(B)/slant $(UNIT:%=$(B)/%) $(OTHER:%=$(B)/%) $(FUZZ:%=$(B)/%)

check-tsan: $(TSANS:%=$(B)/%)

# Each of these writes its TAP: the sanitized tests, those with threads once more, the fuzz targets over their
# seeds, the program itself, the page in a browser, where there is one, our own articles, the direction of the
# includes.
TAP     := $(UNIT:%=build/san/%.tap) $(OTHER:%=build/san/%.tap) $(TSANS:%=build/tsan/%.tap) \
           $(FUZZ:%=build/san/%.tap) build/san/golden.tap build/san/page.tap build/san/corpora.tap build/san/layers.tap

check-run: $(TAP)
	@tests/tap-sum $^ >build/sum; status=$$?; cat build/sum; exit $$status

build/san/golden.tap: FORCE
	@tests/tap-run $@ tests/golden/run build/san/slant

build/san/page.tap: FORCE
	@tests/tap-run $@ tests/page build/san/unit/article_html_test build/san/slant

build/san/corpora.tap: FORCE
	@tests/tap-run $@ python3 tests/corpora.py

build/san/layers.tap: FORCE
	@tests/tap-run $@ sh tests/layers.sh

build/san/fuzz/%.tap: FORCE
	@tests/tap-run $@ build/san/fuzz/$* tests/fuzz/seeds/$(*:_fuzz=)/*

build/%.tap: FORCE
	@tests/tap-run $@ build/$*

# A test is linked with everything but main.c; of an archive only what it needs is taken.
$(B)/all.a: $(ALLOBJ) $(call obj,src/slant.c) $(B)/files
	rm -f $@ && $(AR) rcsD $@ $(filter %.o,$^)

$(B)/obj/tests/%.c.o: tests/%.c Makefile $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(COMMON) $(SANITIZE) $(CFLAGS) -MMD -MP -c -o $@ $<

$(UNIT:%=$(B)/%): $(B)/%: $(B)/obj/tests/%.c.o $(B)/all.a
	@mkdir -p $(@D)
	$(LINK) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(TESTLIBS) $(LIBS)

$(OTHER:%=$(B)/%): $(B)/obj/tests/unit/source_test.c.o $(B)/obj/corpus/gunzip_zlib.c.o $(B)/all.a
	@mkdir -p $(@D)
	$(LINK) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(TESTLIBS) $(LIBS)

# The same targets read their seeds in `make check` and look for new ones in `make fuzz`.
FUZZMAIN := $(B)/obj/tests/fuzz/replay.c.o

$(FUZZ:%=$(B)/%): $(B)/%: $(B)/obj/tests/%.c.o $(FUZZMAIN) $(B)/all.a
	@mkdir -p $(@D)
	$(LINK) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LIBS)

FUZZ_SECONDS ?= 60

fuzz:
	@sh setup.sh lint
	@$(MAKE) --no-print-directory B=build/fuzz CC=clang CXX=clang++ LINK=clang++ OPTIMIZE=-O1 FUZZMAIN= \
	    SANITIZE='$(ASAN) -fsanitize=fuzzer-no-link' LDFLAGS=-fsanitize=fuzzer $(FUZZ:%=build/fuzz/%)
	@set -e; for f in $(FUZZ:fuzz/%_fuzz=%); do \
	    mkdir -p build/fuzz/found/$$f; \
	    build/fuzz/fuzz/$${f}_fuzz -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=build/fuzz/found/$$f- \
	        build/fuzz/found/$$f tests/fuzz/seeds/$$f; \
	done

# Headers are left out of the formatting: their comments stand in columns.
lint:
	@sh setup.sh lint
	clang-format --dry-run -Werror $(wildcard src/*.c src/*/*.c) src/score/loops_body.h $(SRCXX) $(wildcard tests/*/*.c)
	clang-tidy --quiet --warnings-as-errors='*' $(wildcard src/*.c) $(SRC) -- $(CSTD) -Isrc -DSLANT_VERSION='""'
	cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr --enable=warning,performance,portability \
	    --suppress=missingIncludeSystem --suppress=duplicateAssignExpression -Isrc -DSLANT_VERSION='""' src

# ---- to keep it ----

$(B)/slant.1: $(B)/slant
	$(B)/slant help --man > $@

$(B)/slant.bash $(B)/slant.zsh: $(B)/slant.%: $(B)/slant
	$(B)/slant help --completion $* > $@

$(B)/slant.pc: slant.pc.in Makefile FORCE
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|' \
	    -e 's|@LIBS@|$(LIBLIBS)|' slant.pc.in > $@

# What goes where: mode, file, place.
TO      := $(DESTDIR)$(PREFIX)
TOLIB   := $(DESTDIR)$(LIBDIR)

install: all $(B)/slant.1 $(B)/slant.bash $(B)/slant.zsh $(B)/slant.pc
	install -D -m 755 $(B)/slant $(TO)/bin/slant
	install -D -m 644 src/slant.h $(TO)/include/slant.h
	install -D -m 644 $(B)/libslant.a $(TOLIB)/libslant.a
	install -D -m 755 $(B)/libslant.so $(TOLIB)/libslant.so.$(VERSION)
	ln -sf libslant.so.$(VERSION) $(TOLIB)/libslant.so.$(SOVERSION)
	ln -sf libslant.so.$(SOVERSION) $(TOLIB)/libslant.so
	install -D -m 644 $(B)/slant.pc $(TOLIB)/pkgconfig/slant.pc
	install -D -m 644 $(B)/slant.1 $(TO)/share/man/man1/slant.1
	install -D -m 644 $(B)/slant.bash $(TO)/share/bash-completion/completions/slant
	install -D -m 644 $(B)/slant.zsh $(TO)/share/zsh/site-functions/_slant
	install -d $(TO)/share/slant/models
	install -m 644 $(wildcard models/*.slant) $(TO)/share/slant/models/

uninstall:
	rm -f $(TO)/bin/slant $(TO)/include/slant.h $(TOLIB)/libslant.a $(TOLIB)/libslant.so* \
	    $(TOLIB)/pkgconfig/slant.pc $(TO)/share/man/man1/slant.1 \
	    $(TO)/share/bash-completion/completions/slant $(TO)/share/zsh/site-functions/_slant
	rm -rf $(TO)/share/slant

clean:
	rm -rf build

.PHONY: all demo models bench check check-build check-tsan check-run fuzz lint install uninstall clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:
