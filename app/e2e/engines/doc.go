// Package engines holds no code. Its tests do the main jobs, and keep the
// contract of the module for other people's pages, in every browser there is.
package engines
