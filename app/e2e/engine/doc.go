// Package engine drives browsers that are no Chromium, by the standards that
// they all share: Firefox by WebDriver BiDi, WebKitGTK by WebDriver. Start with
// All and Engine.Open. It knows as much of the two protocols as the tests of
// package e2e need: go to an address, evaluate, point, type, choose a file. What
// a browser lacks is the reason of a skipped test and never a test that passes.
package engine
