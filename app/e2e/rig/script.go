package rig

import devtools "github.com/chromedp/cdproto/page"

// Running runs a script in every document of the page before anything else.
func Running(script string) Option {
	return func(o *pageOptions) {
		o.settings = append(o.settings, call(devtools.AddScriptToEvaluateOnNewDocument,
			devtools.AddScriptToEvaluateOnNewDocumentParams{Source: script}))
	}
}
