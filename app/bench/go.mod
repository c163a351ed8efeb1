module github.com/keytrail/keytrail/app/bench

go 1.26

ignore ./node_modules

require (
	github.com/andybalholm/brotli v1.2.8
	github.com/chromedp/cdproto v0.159.0
	github.com/chromedp/chromedp v0.23.0
	github.com/keytrail/keytrail v0.0.0
)

require github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect

replace github.com/keytrail/keytrail => ../..
