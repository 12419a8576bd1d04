# Mulligan: `make run` starts the service, `make test` runs everything. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# What the build needs, and what the tests start for real, by Debian package.
BUILD_PACKAGES := libsqlite3-dev libcurl4-openssl-dev libhyperscan-dev libpcre2-dev libpq-dev libzstd-dev libjemalloc-dev pkg-config curl
TEST_PACKAGES := slurmctld slurmd slurmrestd slurm-client slurm-wlm-basic-plugins slurm-wlm-jwt-plugin \
  slurm-wlm-elasticsearch-plugin munge prometheus chromium python3 python3-venv openssl postgresql
ifeq ($(shell dpkg --print-architecture 2>/dev/null),arm64)
  # Vectorscan is Hyperscan for arm64: same interface, same library name.
  BUILD_PACKAGES := $(subst libhyperscan-dev,libvectorscan-dev,$(BUILD_PACKAGES))
endif

# What `make bench-rules` compares with, beside Python.
BENCH_PACKAGES := ripgrep python3

# The same flags wherever tests and checks build, so that they share one build.
STRICT := MULLIGAN_STRICT=1
STRICT_FLAGS := --explicit-target-dependency-import-check error

HOST ?= 127.0.0.1
PORT ?= 8484
STATE ?= state

PREFIX ?= /usr/local
# What the shipped model learnt from, with its licences: the service fits it anew from them and from what it sees.
TRACES := nextflow-aws-retries/attempts.csv nextflow-aws-retries/README.md measured-runs/runs.csv measured-runs/README.md
FUZZ_SECONDS ?= 600

.PHONY: help run build install test races contract accessible interactive check format lint static packages test-packages model opinion clean bench-rules fuzz bench-packages

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## Install what is missing, build, and start the service at 127.0.0.1:8484
	@mkdir -p $(STATE)
	@exec .build/release/mulligan serve --host $(HOST) --port $(PORT) --store sqlite:$(STATE)/mulligan.sqlite $(SERVE_FLAGS)

build: packages ## Build the release binary
	swift build -c release --product mulligan

install: build ## Install the binary, rules, model and examples under PREFIX (/usr/local)
	install -D -m 755 .build/release/mulligan $(PREFIX)/bin/mulligan
	rm -rf $(PREFIX)/share/mulligan/training-data
	mkdir -p $(PREFIX)/share/mulligan/docs
	cp -R rules $(PREFIX)/share/mulligan/
	install -D -m 644 api/openapi.yaml $(PREFIX)/share/mulligan/api/openapi.yaml
	cp -R docs/examples $(PREFIX)/share/mulligan/docs/
	for file in model.json second-opinion.json $(TRACES); do \
	  install -D -m 644 training-data/$$file $(PREFIX)/share/mulligan/training-data/$$file; done

test: packages test-packages ## Install what is missing and run every test
	$(STRICT) swift build --build-tests $(STRICT_FLAGS)
	@$(STRICT) swift test --skip-build --no-parallel 2>&1 | tee .build/test.log || \
	  { echo; echo "What failed (all of it in .build/test.log):"; grep -a '✘' .build/test.log | grep -av 'Suite\|Test run' | tail -n 15; exit 1; }
	api/contract.sh .build/debug/mulligan
	api/accessible.py .build/debug/mulligan
	api/interactive.py .build/debug/mulligan

contract: packages ## Search for answers that the API's contract does not allow (schemathesis, 60 s)
	$(STRICT) swift build --product mulligan $(STRICT_FLAGS)
	api/contract.sh .build/debug/mulligan

races: packages ## Train on one thread and on four under the thread sanitizer
	swift build -c release --sanitize thread --package-path Benchmarks --scratch-path .build/races --product BoostingBenchmark
	.build/races/release/BoostingBenchmark races

accessible: packages ## Check every page for accessibility (axe-core in headless Chromium)
	$(STRICT) swift build --product mulligan $(STRICT_FLAGS)
	api/accessible.py .build/debug/mulligan

check: static test ## Format, lint, strict build, tests: all that CI asks

static: lint ## The checks that need no build

lint: ## Fail on anything that swift format would change or complain about
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks

format: ## Rewrite the sources as swift format wants them
	swift format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

model: build ## Train the shipped model again, with the same result bit for bit
	.build/release/mulligan train --data training-data --model training-data/model.json

opinion: build ## Train the shipped second opinion on failures again
	.build/release/mulligan rules learn training-data/failure-logs/*.jsonl --output training-data/second-opinion.json

interactive: packages ## Use the pages by keys, in bulk, without script and on a narrow screen (headless Chromium)
	$(STRICT) swift build --product mulligan $(STRICT_FLAGS)
	api/interactive.py .build/debug/mulligan

bench-rules: packages bench-packages ## Time the classifier beside Hyperscan, ripgrep and Python's re
	Benchmarks/rules/run.sh

fuzz: packages ## Fuzz normaliser, loader and classifier for FUZZ_SECONDS (600)
	Benchmarks/fuzz/run.sh $(FUZZ_SECONDS)

packages:
	@$(call install,$(BUILD_PACKAGES))

bench-packages:
	@$(call install,$(BENCH_PACKAGES))

test-packages:
	@$(call install,$(TEST_PACKAGES))

clean: ## Remove what was built
	rm -rf .build

# Installs the packages that are missing, and says which and how when it may not.
define install
	missing=""; for name in $(1); do dpkg -s $$name >/dev/null 2>&1 || missing="$$missing $$name"; done; \
	if [ -n "$$missing" ]; then \
	  as_root=""; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  if [ -n "$$as_root" ] && ! command -v sudo >/dev/null; then echo "install these packages first: apt-get install$$missing" >&2; exit 1; fi; \
	  echo "installing:$$missing"; \
	  $$as_root apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef
