package rig

import "github.com/chromedp/cdproto/dom"

// Upload puts a file into the input, as a person does with the browser's dialog.
func (l *Place) Upload(path string) {
	l.page.T.Helper()
	l.Wait()
	ctx, cancel := l.page.within()
	defer cancel()
	input, err := l.object(ctx)
	l.page.must(l.String(), err)
	l.page.Do("upload "+path, call(dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: input}))
}
