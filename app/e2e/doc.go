// Package e2e holds no code of the program. Its tests and those of the packages
// below it run the whole of it: a real Chromium, the built server, the exported
// site, the official CometD server and clients. Package screen looks at the page as
// it is drawn, package faults breaks the link, package engines goes to Firefox and
// WebKitGTK. Start with the test files, then with package rig, which builds, starts
// and watches the parts, package relay, which stands between them, and package
// engine, which drives the other browsers. Tests wait for conditions on the screen
// and never for time; every page fails its test by a console message, an exception,
// a violation of the Content-Security-Policy or a request to another origin.
package e2e
