// Command deadlock ends as a program does in which nothing can go on any more.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var lock sync.Mutex
	lock.Lock()
	fmt.Println("before")
	defer fmt.Println("never")
	wait(&lock, 3)
}

func wait(lock *sync.Mutex, n int) {
	if n > 0 {
		wait(lock, n-1)
	}
	lock.Lock()
}
