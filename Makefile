# The whole of a contributor's vocabulary. Each line is a script in tools/ that can be run by itself.
# Nothing here says --workspace or --all-features: the server's and the browser's half would be
# switched on together.
SHELL := /bin/bash

.PHONY: help run check test browsers dev bench chaos ci fmt lint clean

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## build for release, load the samples, serve http://127.0.0.1:3000
	@tools/setup run
	@tools/build-release
	@exec tools/run

check: ## while you work: format, clippy, unit tests
	@tools/check

test: ## everything: format, dependencies, lints, unit, integration on both databases, browser
	@tools/test

browsers: ## walk the journeys in Firefox and WebKit, print what was seen
	@tools/setup browsers
	@[ -n "$$CASEBOOK_BIN" ] || tools/build-release
	@exec tools/browsers

dev: ## rebuild and reload while you edit
	@tools/setup run
	@exec tools/dev

bench: ## measure speed over generated banks (BENCH_SIZES=1000,10000), write docs/benchmarks.md
	@tools/setup run
	@tools/build-release
	@exec tools/bench

chaos: ## break things while it works (kills, full disk, database, mail, clocks), print what came of it
	@exec tools/chaos

ci: ## what CI runs
	@bash .ci/run

fmt: ## format the code
	@tools/env tools/fmt

lint: ## format, clippy and doc links, as the tests check them
	@tools/setup run
	@tools/lint

clean: ## remove what was built; var/ with the data stays
	rm -rf target .build
