// Package pattern finds regular expressions in text. It reads the syntax of
// package regexp, matches what that matches, and takes no more time than the
// length of the text times that of the expression, whoever wrote it. It exists
// because package regexp with its tables is half a megabyte of a program for the
// browser before compression; in return it knows no classes by Unicode
// property and is not as quick.
//
// Start with Compile and Pattern.Match. A Pattern may be used by several
// goroutines at once.
package pattern
