package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// opened opens a file of each kind that is largeFile bytes long while somebody
// types into the filter: how soon the first of it is on the screen, for how long
// the page does not answer at worst, and how soon it has given up when asked.
func opened(ctx context.Context, b *bench) ([]row, error) {
	var rows []row
	for _, f := range largeFiles {
		path := filepath.Join(b.work, f.name)
		if err := f.write(path); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		got, err := b.openFile(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		rows = append(rows,
			budget("open-"+f.id, "opening "+f.what+" of 100 MB: from choosing it to its first screen", "ms", got.Screen, 1500),
			budget("open-"+f.id+"-task", fmt.Sprintf("… the longest task of the page in %.0f s, %.0f %% read", got.Lasted/1000, 100*got.Part), "ms", quantile(append(got.Long, 0), 1), 50),
			budget("open-"+f.id+"-typing", "… from a key to its paint, p95", "ms", quantile(got.Typed, 0.95), 100),
			budget("open-"+f.id+"-cancel", "… from Cancel to a page that has stopped reading", "ms", got.Cancel, 100))
	}
	return rows, nil
}

// An opening is what was seen of a file being opened, in ms.
type opening struct {
	Screen, Lasted, Cancel float64
	Part                   float64 // of the file that was read
	Long, Typed            []float64
}

// openFile opens a file by the page's own input and gives up when it has been
// read for half a minute.
func (b *bench) openFile(ctx context.Context, path string) (o opening, err error) {
	t, err := b.simulated(ctx, "-sim-sessions", "1", "-sim-keys", "33", "-sim-quiet")
	if err != nil {
		return o, err
	}
	defer t.stop()
	err = t.eval("probe.opens()", nil)
	if err == nil {
		err = t.choose("#file", path)
	}
	if err == nil {
		err = t.until("probe.screen > 0")
	}
	if err == nil {
		err = t.eval(`document.querySelector("#filter").focus()`, nil)
	}
	if err == nil {
		err = t.scribble()
	}
	if err != nil {
		return o, err
	}
	return o, t.eval("probe.opened()", &o)
}

// choose puts a file into an input, as a person does with the browser's dialog.
func (t *tab) choose(input, path string) error {
	return t.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		found, err := cdp.Call(ctx, target, runtime.Evaluate, runtime.EvaluateParams{Expression: `document.querySelector("` + input + `")`})
		if err == nil {
			_, err = cdp.Call(ctx, target, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: found.Result.ObjectID})
		}
		return err
	}))
}
