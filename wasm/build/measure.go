package main

func measure(root string) error { return nil }
