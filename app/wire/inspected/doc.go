// Package inspected sends requests through the page that the browser's developer
// tools inspect: [Transport] is a wire.Transport whose requests that page makes,
// with its own cookies and origin. It exists under GOOS=js only. The one rule:
// only what a person has asked for is sent with it, since it goes out as whoever
// is signed in there. The page's side is web/devtools/panel.js.
package inspected
