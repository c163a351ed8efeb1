// Package inspected carries requests by the page that the browser's developer
// tools inspect: [Transport] is a wire.Transport whose requests that page makes,
// with its own cookies and its own origin. It exists under GOOS=js only. The one
// rule: nobody sends anything with it that a person has not asked for, since it
// goes out as whoever is signed in there. The page's side is web/devtools/panel.js.
package inspected
