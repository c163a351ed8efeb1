module github.com/keytrail/keytrail/wasm/build

go 1.26

require (
	github.com/andybalholm/brotli v1.2.8
	github.com/kjk/lzma v0.0.0-20161016003348-3fd93898850d
)
