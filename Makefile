# Everything that is done with this repository. "make" alone lists it.
# What is set below can be set on the command line: make run ADDR=localhost:9000

ADDR   ?= localhost:8000
API    ?=
DIR    ?= dist
IMAGE  ?= build/keytrail.tar
ARCH   ?=
FLAGS  ?=
FOR    ?= 1m

GO     ?= go
MAKEFLAGS += --no-print-directory

# What the two programs are made of. Tests are left out: they change neither.
GOFILES := $(shell find app wasm -name '*.go' ! -name '*_test.go' ! -path 'wasm/build/*' ! -path 'wasm/compact/*' ! -path 'app/e2e/*' ! -path '*/node_modules/*')
BUILDER := $(wildcard wasm/build/*.go) wasm/build/browser/instead.go $(wildcard wasm/build/browser/uuid/*) app/ui/rows/rows.js wasm/build/go.mod wasm/build/go.sum
WEB     := $(wildcard web/*.html web/*.js web/*.svg web/*.png web/*.webmanifest web/css/*.css web/devtools/*)
SERVER  := $(filter-out %_test.go,$(wildcard *.go))

# The browser's tests need Node; the race detector needs a C compiler.
NODE := $(shell command -v node)
RACE := $(if $(shell command -v $(or $(CC),gcc)),-race)

# make run builds quickly (-quick). Whatever goes out is made compact by
# COMPACT; COMPACT= leaves it as Go linked it. What stands in web/ in another
# form is built anew, but for make run, which takes any.
QUICK   ?=
COMPACT ?= bin/compact
ifeq ($(QUICK),)
ifneq ($(shell cat build/form 2>/dev/null),$(if $(COMPACT),compact,linked))
web/app.wasm: FORCE
endif
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: FORCE help build run proxy export extension module image test vet unit wasm-test e2e check lint size bench soak fuzz fmt clean gallery screenshots

help: ## list what can be done
	@echo "Keytrail: make <target>"
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: bin/keytrail ## build the program for the browser and the server that holds it

run: ## serve Keytrail with a simulated GWS at ADDR (localhost:8000)
	@$(MAKE) QUICK=-quick bin/keytrail
	bin/keytrail -addr $(ADDR) $(FLAGS)

proxy: bin/keytrail ## serve Keytrail in front of a real GWS: make proxy API=https://gws.example.com
	@test -n "$(API)" || { echo "make proxy needs the address of a GWS: make proxy API=https://gws.example.com"; exit 1; }
	bin/keytrail -addr $(ADDR) -upstream $(API) $(FLAGS)

export: bin/keytrail ## write the static site to DIR (dist); with API=URL it talks to that GWS
	bin/keytrail -export $(DIR) $(if $(API),-api $(API)) $(FLAGS)

extension: bin/keytrail ## write the panel for a browser's developer tools to build/extension, and build/extension.zip
	bin/keytrail -extension build/extension

module: build/module$(QUICK)/keytrail.js ## write the module for other people's pages to build/module, with an example

image: web/app.wasm ## write a container's image to IMAGE (build/keytrail.tar), for ARCH where it is another machine
	cd wasm/build && $(GO) run . -root ../.. -image $(IMAGE) $(if $(ARCH),-arch $(ARCH))

test: ## run the tests; installs a browser, Node and a C compiler where they are missing
	@.ci/setup
	@$(MAKE) vet unit wasm-test e2e SHORT=-short

vet: web/app.wasm
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet ./app/... ./wasm ./wasm/heap ./wasm/module
	cd wasm/build && $(GO) vet ./...
	cd wasm/compact && $(GO) vet ./...

unit: web/app.wasm
	$(GO) test $(RACE) ./...
	cd wasm/build && $(GO) test ./...
	cd wasm/compact && $(GO) test ./...

# Package fetch starts its own server and runs its tests under Node from there.
# These are the packages whose code must give the same answers in the browser,
# and the one that speaks to its event loop.
# Go's loader for Node takes no more than 8 KB of environment, so it gets little.
PORTABLE := $(wildcard app/rawjson app/userdata app/history app/proof app/bayeux app/gws app/capture app/promise) \
	$(addprefix app/capture/,har mend open redact text)
# They run twice: as Go links them, and as wasm/compact makes them compact, which is
# the form that ships and the only one in the short round.
goenv = $(1)="$$($(GO) env $(1))"
wasm-test: bin/compact
ifdef NODE
	for exec in $(if $(SHORT),,go_js_wasm_exec) "$$PWD/wasm/compact/exec"; do \
		env -i HOME="$$HOME" PATH="$$PATH:$$($(GO) env GOROOT)/lib/wasm" $(foreach v,GOFLAGS GOPROXY GOSUMDB GOCACHE GOMODCACHE GOPATH,$(call goenv,$(v))) \
			GOOS=js GOARCH=wasm $(GO) test -exec "$$exec" $(addprefix ./,$(PORTABLE)) || exit 1; \
	done
else
	@echo "The tests under Node are left out: node is not installed."
endif

e2e: bin/keytrail module ## run all tests in a real browser, with the table of faults that takes minutes
	cd app/e2e && $(GO) vet ./... && $(GO) test -count=1 -timeout 30m $(SHORT) ./...

fuzz: web/app.wasm ## look for texts that break a parser, FOR=1m each
	@git grep -o '^func Fuzz[A-Za-z]*' -- '*_test.go' | sed 's,[^/]*:func , ,; s,^,./,' | while read -r package target; do \
		echo "$$package $$target"; \
		$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FOR) -fuzzminimizetime 1x "$$package" || exit 1; \
	done

gallery: ## draw every component in every state into build/gallery, light, dark and grey
	cd app/e2e && $(GO) test -count=1 -run TestGalleryIsAccessible ./screen -gallery ../../../build/gallery

screenshots: bin/keytrail ## take the pictures of the screen for the README into docs
	cd app/e2e && $(GO) test -count=1 -run TestScreenshots ./screen -screenshots ../../../docs

check: lint test ## what must pass before a commit

lint: web/app.wasm ## find what is not formatted or suspicious
	@unformatted="$$(gofmt -l $$(git ls-files '*.go'))"; test -z "$$unformatted" || { echo "run make fmt:" $$unformatted; exit 1; }
	@$(MAKE) vet

size: web/app.wasm ## compare app.wasm with an empty component of the framework
	cd wasm/build && $(GO) run . -root ../.. -size

bench: bin/keytrail ## measure Keytrail beside its peers and write BENCH.md
	cd app/bench && $(GO) vet . && $(GO) run . -root ../.. $(FLAGS)

soak: bin/keytrail ## leave a page alone with eight hours of traffic in ten minutes
	cd app/bench && $(GO) run . -root ../.. -only soak

fmt: ## format the Go code
	gofmt -w $$(git ls-files '*.go')

clean: ## remove what was built
	rm -rf bin build dist web/app.wasm web/app.wasm.br web/app.wasm.gz web/app.wasm.lzma web/wasm_exec.js

bin/keytrail: $(SERVER) $(GOFILES) $(WEB) web/app.wasm go.mod go.sum
	$(GO) build -trimpath -o $@ .

web/app.wasm: $(GOFILES) $(BUILDER) go.mod go.sum $(if $(QUICK),,$(COMPACT))
	cd wasm/build && $(GO) run . -root ../.. $(QUICK) -compact=$(abspath $(COMPACT))

build/module$(QUICK)/keytrail.js: $(GOFILES) $(BUILDER) $(wildcard wasm/module/*) go.mod go.sum $(if $(QUICK),,$(COMPACT))
	cd wasm/build && $(GO) run . -root ../.. $(QUICK) -compact=$(abspath $(COMPACT)) -module $(abspath $(@D))

bin/compact: $(wildcard wasm/compact/*.go) wasm/compact/go.mod
	cd wasm/compact && $(GO) build -trimpath -o ../../$@ .
