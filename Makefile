# Everything that is done to the source, by name: `make help`.
# One cargo profile (debug) serves check and test, always with the whole workspace's features, so that
# nothing is compiled twice; release is for what people run and for figures.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
export CARGO_TARGET_DIR := $(TARGET)
DEBUG := $(TARGET)/debug
RELEASE := $(TARGET)/release
# Which SQL text ran on which engine, as the tests note it.
PROOF := $(TARGET)/sql-proof
# A test waits for its database about half of the time: more at once than there are cores.
THREADS := $(shell expr \( 3 \* $$(nproc 2>/dev/null || echo 2) + 1 \) / 2)
# A machine that builds for others takes the versions as committed.
LOCKED := $(if $(CI),--locked)
STAGE := scripts/stage

WEB_SOURCES := $(shell find web \( -name node_modules -o -path web/dist -o -path web/e2e -o -path web/tools/codegen \) -prune \
	-o -type f -not -name '*.test.*' -print)
# A web that was built elsewhere: make build WEB_DIST=folder
WEB_DIST ?=

.PHONY: help build run dev test check web services-test browser-test \
	bench bench-web bench-peers bench-uploads bench-search bench-export ledger fuzz coverage pictures schema format clean

help: ## what can be done here
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

build: web ## the web and the release binary (target/release/antiphon)
	@$(STAGE) 'Release binary' cargo build --release --workspace --bins $(LOCKED)

run: web ## the product with sample data, on http://127.0.0.1:8080
	cargo run --release --bin antiphon $(LOCKED) -- demo

dev: web/node_modules/.stamp ## server (debug) and web with hot reload; ends with Ctrl-C
	cargo build --workspace --bins
	trap 'kill $$(jobs -p) 2>/dev/null || true' EXIT; \
	$(DEBUG)/antiphon demo & \
	cd web && npm run dev

test: web ## all tests; installs the services and the browser they need where it may
	@$(STAGE) 'Programs the tests need' scripts/setup
	@$(STAGE) 'Web unit tests' npm --prefix web test
	@$(STAGE) 'SDK package in fresh projects' npm --prefix web run try-sdk
	@$(STAGE) 'Debug binaries' cargo build --workspace --bins $(LOCKED)
	@rm -f $(PROOF)
	@$(STAGE) 'Rust tests, both engines' env RUST_TEST_THREADS=$(THREADS) ANTIPHON_REQUIRE_WEB=1 ANTIPHON_SQL_PROOF=$(PROOF) scripts/with-services cargo test --workspace --all-targets $(LOCKED)
	@$(STAGE) 'Every question on both engines' cargo run --quiet --package antiphon-tidy $(LOCKED) -- sql-proof $(PROOF)
	@$(STAGE) 'Durability gate and fault ledger, short' scripts/gates --server $(DEBUG)/antiphon --bench $(DEBUG)/bench --work $(TARGET)/gates
	@$(STAGE) 'Postman collection, run' scripts/postman $(DEBUG)/antiphon --run
	@$(STAGE) 'Browser tests' env ANTIPHON_BIN=$(DEBUG)/antiphon npm --prefix web run e2e

check: web ## format, lints, house rules, licences, types, sizes, API drift
	@$(STAGE) 'Rust format' cargo fmt --all --check
	@$(STAGE) 'House rules' cargo run --quiet --package antiphon-tidy $(LOCKED)
	@$(STAGE) 'Clippy' cargo clippy --workspace --all-targets $(LOCKED) -- -D warnings
	@$(STAGE) 'Dependencies: bans, licences, sources' scripts/dependencies
	@$(STAGE) 'Web format, lints and types' npm --prefix web run check
	@$(STAGE) 'Web sizes' npm --prefix web run size
	@$(STAGE) 'Debug binaries' cargo build --workspace --bins $(LOCKED)
	@$(STAGE) 'Types of the API' scripts/schema $(DEBUG)/antiphon
	@$(STAGE) 'Postman collection' scripts/postman $(DEBUG)/antiphon

schema: web/node_modules/.stamp ## types and Postman collection anew from the server's OpenAPI document
	cargo build --workspace --bins
	scripts/schema $(DEBUG)/antiphon --write
	scripts/postman $(DEBUG)/antiphon --write

pictures: web ## the kept pictures of every page and state, taken anew
	scripts/setup
	cargo build --workspace --bins
	ANTIPHON_BIN=$(DEBUG)/antiphon UPDATE_PICTURES=1 npm --prefix web run e2e

bench: build ## figures beside yardsticks, written to docs/benchmarks.md
	$(RELEASE)/bench all --server $(RELEASE)/antiphon --work $(TARGET)/bench

bench-web: build ## widget and workspace in a slowed browser, written beside them
	scripts/setup
	ANTIPHON_BIN=$(RELEASE)/antiphon npm --prefix web run bench

bench-peers: build ## the same work against Django Channels, written beside them
	scripts/setup
	$(RELEASE)/bench peers --server $(RELEASE)/antiphon --work $(TARGET)/bench

bench-uploads: build ## a thousand uploads over lines that are cut, written beside them
	$(RELEASE)/bench uploads --server $(RELEASE)/antiphon --work $(TARGET)/bench

bench-search: build ## search over a million messages, on each engine, written beside them
	scripts/setup
	scripts/with-services $(RELEASE)/bench search --server $(RELEASE)/antiphon --work $(TARGET)/bench

bench-export: build ## a workspace of a million messages from SQLite into PostgreSQL, written beside them
	scripts/setup
	scripts/with-services $(RELEASE)/bench export --server $(RELEASE)/antiphon --work $(TARGET)/bench

ledger: build ## kill -9 in full traffic: nothing lost, doubled or out of order
	scripts/setup
	scripts/ledgers --server $(RELEASE)/antiphon --bench $(RELEASE)/bench --work $(TARGET)/bench

fuzz: build ## strange requests to every route as each role: no 5xx, nothing undocumented (Python 3 with venv)
	scripts/fuzz-api $(RELEASE)/antiphon $(TARGET)/fuzz

coverage: ## lines that the Rust tests reach, as target/coverage/html
	scripts/setup
	scripts/coverage

format: web/node_modules/.stamp ## format everything
	cargo fmt --all
	npm --prefix web run format

clean: ## remove everything that was built
	cargo clean
	rm -rf web/node_modules web/tools/codegen/node_modules web/tools/postman/node_modules
	find web/dist -mindepth 1 -not -name .gitkeep -delete

web: web/dist/.stamp

ifeq ($(WEB_DIST),)
web/node_modules/.stamp: web/package-lock.json
	@$(STAGE) 'Web packages' npm --prefix web ci --ignore-scripts
	@touch $@

web/dist/.stamp: web/node_modules/.stamp $(WEB_SOURCES)
	@$(STAGE) 'Web build' npm --prefix web run build
	@touch $@
else
web/dist/.stamp: $(WEB_DIST)
	find web/dist -mindepth 1 -not -name .gitkeep -delete
	cp -R $(WEB_DIST)/. web/dist/
	@touch $@
endif
