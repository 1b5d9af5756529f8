# The few words that a newcomer needs; meson does the work.
.PHONY: all deps demo check bench fuzz statements clean

all: build/build.ninja
	ninja -C build cairn

build/build.ninja:
	@command -v meson > /dev/null || { echo "meson is missing: make deps"; exit 1; }
	meson setup build

deps:
	@tools/deps build check
	@tools/node

demo:
	@tools/deps build
	$(MAKE) all
	build/cairn demo

check: deps
	@tools/check

bench: all
	@for source in $(wildcard bench/bench_*.c); do \
	    name=$$(basename $$source .c); \
	    ninja -C build $$name && build/$$name || exit 1; \
	done

fuzz:
	@tools/deps build fuzz
	@tools/fuzz

statements: all
	ninja -C build statements

clean:
	rm -rf build build-check build-fuzz
