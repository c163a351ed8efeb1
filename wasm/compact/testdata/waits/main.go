// Command waits puts goroutines to sleep in the middle of functions: in loops,
// in conditions, in arguments, in deferred calls and below several others.
package main

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"sync"
	"time"
)

func main() {
	fmt.Println(inArguments(), inConditions(100), inDefer(), pulled())
	fmt.Println(pipeline(50), guarded(20), cancelled(), ticks(3))
}

func slow(n int) int {
	time.Sleep(time.Microsecond)
	runtime.Gosched()
	return n
}

func inArguments() int { return add(slow(1), add(slow(2), slow(3)), slow(4)) }

func add(list ...int) (sum int) {
	for _, n := range list {
		sum += n
	}
	return sum
}

func inConditions(n int) (seen []int) {
	for i := 0; slow(i) < n; i++ {
		switch {
		case slow(i)%2 == 0 && slow(i)%3 == 0:
			seen = append(seen, i)
		case slow(i) > 90 || slow(i) < 3:
			seen = append(seen, -i)
			continue
		}
	}
	return seen
}

func inDefer() (n int) {
	defer func() { n = slow(n) * 10 }()
	defer func() {
		recover()
		n += slow(5)
	}()
	n = slow(1)
	panic("on the way")
}

func pulled() (list []int) {
	next, stop := iter.Pull(func(yield func(int) bool) {
		for i := range 10 {
			if !yield(slow(i * i)) {
				return
			}
		}
	})
	defer stop()
	for n, ok := next(); ok && n < 40; n, ok = next() {
		list = append(list, n)
	}
	return list
}

// pipeline sieves prime numbers by a chain of goroutines.
func pipeline(n int) (primes []int) {
	numbers := make(chan int)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		for i := 2; ; i++ {
			select {
			case numbers <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	for in := numbers; len(primes) < n; {
		p, out := <-in, make(chan int)
		primes = append(primes, p)
		go func(in chan int) {
			for {
				select {
				case i := <-in:
					if i%p == 0 {
						continue
					}
					select {
					case out <- i:
					case <-ctx.Done():
						return
					}
				case <-ctx.Done():
					return
				}
			}
		}(in)
		in = out
	}
	return primes
}

func guarded(n int) int {
	var lock sync.RWMutex
	var group sync.WaitGroup
	shared := map[int]int{}
	for i := range n {
		group.Go(func() {
			for j := range n {
				lock.Lock()
				shared[j] += slow(i)
				lock.Unlock()
				lock.RLock()
				_ = shared[i]
				lock.RUnlock()
			}
		})
	}
	group.Wait()
	return shared[n-1]
}

func cancelled() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	<-ctx.Done()
	return ctx.Err()
}

func ticks(n int) (count int) {
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	for range t.C {
		if count++; count == n {
			return count
		}
	}
	return 0
}
