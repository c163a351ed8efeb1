// Package app holds no code: it is the map of the folders below.
//
// What travels:
//
//   - wire is the seam: a Transport carries one request to whatever answers.
//     wire/fetch is the browser's, wire/inspected that of a page which the
//     developer tools inspect, wire/nethttp the server's, and sim, a
//     deterministic GWS, is one itself.
//   - rawjson finds JSON values without decoding them.
//   - userdata is the map of keys and exact values, its differences and classes.
//
// Who speaks to GWS:
//
//   - gws knows the REST resources, operations and notifications.
//   - bayeux keeps the CometD long poll alive.
//
// What is known:
//
//   - history is one session's log of everything observed.
//   - proof decides what became of a write.
//   - book keeps everything that was observed, live or from a file: sessions,
//     histories, writes, the traffic and the tape.
//   - link keeps the wanted connection: signing in, polling, reading again, tabs;
//     or it watches another page's.
//   - tracker owns the goroutine of both and publishes immutable States.
//   - capture holds observations and is the program's own file of them. Below it
//     open reads a file of any kind by means of har and text; mend repairs JSON;
//     redact takes out the secrets and personal data that redact/find finds. They
//     share shape, stamp, scan and words.
//   - report writes what leaves for people and for tests; recorder keeps a running
//     capture safe, and recorder/store is the browser's database under it.
//   - tabs lets the tabs of one browser share a poll; promise lets a goroutine
//     wait for JavaScript.
//
// What a person says:
//
//   - query is the filter's language; contract says, partly in it, what keys a
//     strategy must produce.
//   - settings is what a person has set up: profiles, rules, pins, templates.
//   - snippet writes a request as code for other programs.
//
// What other people's programs are told: events makes JSON of the differences
// between tracker.States, and wasm/module hands it out.
//
// What is seen: ui draws a tracker.State, and nothing else. It has the screen and
// the pump; below it:
//
//   - ui/stage is what is on the screen: the State, the view of the person and what
//     follows from both. On it stand ui/writing, the forms that write, ui/connect,
//     the form of a connection, ui/records, what is opened and kept, and ui/export,
//     what leaves. ui/page puts them together and has the table of all that can be
//     asked for; it says of every view what there is to see, a comparable value
//     without which nothing is drawn again. None of these ever sees the renderer.
//     The board stands in ui/page, too: its commands and keys are the page's, and
//     all that it counts, sorts and puts into rows is ui/dashboard's.
//   - ui/scene is what is looked at and how, ui/draft what is about to be sent:
//     plain values.
//   - ui/table, ui/timeline, ui/detail, ui/forms and ui/dialogs are the views, none
//     of which knows another. ui/parts has the pieces that several of them show.
//   - ui/dashboard is the board of all sessions and its charts.
//   - ui/html has the words of HTML on top of the renderer, ui/rows draws the lists
//     that are long or move often, ui/browser is what the page asks of the browser,
//     and ui/wording puts times, sizes and errors into words. Rows have words of
//     their own for elements: they are plain values that are compared with what
//     stands there, while those of html take handlers and components. Writing all
//     views in the rows' words would build each view twice, as rows and as what the
//     renderer takes; html.Drawn leads from the one to the other, so that what both
//     show is written once.
//   - ui/uitest and ui/pagetest are what the tests of all these share.
//
// The arrows between them are a table in imports_test.go.
package app
