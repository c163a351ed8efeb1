module github.com/keytrail/keytrail/wasm/compact

go 1.26
