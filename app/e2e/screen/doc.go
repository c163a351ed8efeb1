// Package screen holds no code. Its tests look at the page as it is drawn: at
// every size, in both themes, with axe, and under the mouse.
package screen
