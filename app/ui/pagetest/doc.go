// Package pagetest has the model that tests of the views draw.
package pagetest
