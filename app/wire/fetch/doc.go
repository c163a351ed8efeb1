// Package fetch carries wire requests over the Fetch API of the browser, and
// of Node, to whose tests it owes the same behaviour. Start with Transport,
// which exists under GOOS=js only. It must be called from a goroutine of its
// own, never from a JavaScript callback: it waits for promises, which settle
// only after the callback has returned. Cookies are the browser's business and
// stay invisible here.
package fetch
