// Command behaviour does what depends on how a program is laid out: it jumps in
// all directions, sleeps and wakes in the middle of functions, grows stacks,
// collects garbage, panics and recovers, and prints what comes of it. It ends
// with a crash.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

func main() {
	fmt.Println(jumps(40), sorted(), switched(7), labelled())
	fmt.Println(channels(), waits())
	fmt.Println(deep(20_000), collected())
	fmt.Println(recovered(func() { panic("a") }), recovered(func() { var m map[string]int; m["a"] = 1 }), recovered(func() { _ = make([]int, 1)[len(os.Args)+5] }))
	fmt.Println(deferred(), nested(), wrapped(), fromValue()(3))
	fmt.Println(strings.Join(names(), " "), reflected())
	fmt.Println(named([]int{}), named("a"), recovered(func() { var b *box[[]int]; fmt.Println(interface{ get() []int }(b).get()) }))
	var e *failure
	fmt.Println(errors.As(fmt.Errorf("x: %w", &failure{7}), &e), e.code)
	crash(3)
}

func jumps(n int) (sum int) {
outer:
	for i := range n {
		for j := i; ; j-- {
			switch {
			case j < 0:
				continue outer
			case j%7 == 6 && i > 30:
				break outer
			case j%3 == 1:
				if i%2 == 0 {
					continue
				}
				fallthrough
			default:
				sum += i ^ j
			}
		}
	}
	return sum
}

func sorted() string {
	list := strings.Split("the quick brown fox jumps over the lazy dog", " ")
	slices.Sort(list)
	seen := map[string]int{}
	for _, w := range list {
		seen[w]++
	}
	return fmt.Sprint(list, seen)
}

func switched(n int) string {
	for _, v := range []any{n, "s", 1.5, nil, []int{n}, error(&failure{n})} {
		switch v := v.(type) {
		case int:
			n += v
		case string, nil:
			n *= 2
		case float64:
			n -= int(v)
		case error:
			return fmt.Sprint(n, v)
		}
	}
	return ""
}

func labelled() int {
	i := 0
again:
	if i++; i < 1000 {
		if i%2 == 0 {
			goto again
		}
		i++
		goto again
	}
	return i
}

func channels() int {
	in, out := make(chan int), make(chan int, 3)
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			for n := range in {
				runtime.Gosched()
				out <- n * n
			}
		})
	}
	go func() {
		for i := range 200 {
			in <- i
		}
		close(in)
		wg.Wait()
		close(out)
	}()
	sum := 0
	for n := range out {
		sum += n
	}
	return sum
}

func waits() string {
	var said []string
	done := make(chan bool)
	go func() {
		defer close(done)
		time.Sleep(2 * time.Millisecond)
	}()
	for tick := time.NewTimer(time.Hour); ; {
		select {
		case <-done:
			return strings.Join(append(said, "done"), " ")
		case <-tick.C:
			said = append(said, "late")
		}
	}
}

func deep(n int) int {
	if n == 0 {
		return 0
	}
	var frame [16]int
	frame[n%16] = n
	return deep(n-1) + frame[n%16] - n + 1
}

func collected() int {
	kept := map[int][]byte{}
	for i := range 20_000 {
		kept[i%100] = make([]byte, i%512)
		if i%5_000 == 0 {
			runtime.GC()
		}
	}
	return len(kept)
}

func recovered(f func()) (what string) {
	defer func() { what = fmt.Sprint(recover()) }()
	f()
	return "nothing"
}

func deferred() (list []int) {
	for i := range 4 {
		defer func() { list = append(list, i) }()
	}
	return nil
}

// nested recovers nothing in a function that the deferred one calls.
func nested() (what string) {
	defer func() { what = fmt.Sprint(recover()) }()
	defer func() { helper() }()
	panic("outer")
}

func helper() { _ = recover() }

type failure struct{ code int }

func (f *failure) Error() string { return fmt.Sprint("failure ", f.code) }

type outer struct{ *failure }

func (f *failure) end() {
	if r := recover(); r != nil {
		f.code = 5
	}
}

// wrapped defers a method through an interface and an embedding, which is a
// wrapper that the compiler writes.
func wrapped() int {
	o := outer{&failure{1}}
	func() {
		var i interface{ end() } = o
		defer i.end()
		panic("for the wrapper")
	}()
	return o.code
}

func fromValue() func(int) int {
	f := &failure{4}
	add := func(n int) int { return n + f.code }
	return func(n int) int { return add(add(n)) }
}

// names are those of the functions that call.
func names() (list []string) {
	pc := make([]uintptr, 10)
	for frames := runtime.CallersFrames(pc[:runtime.Callers(1, pc)]); ; {
		frame, more := frames.Next()
		list = append(list, frame.Function)
		if !more {
			return list
		}
	}
}

// named and box are generic: the linker writes their arguments into their names.
func named[T any](T) string { return strings.Join(names(), " ") }

type box[T any] struct{ v T }

func (b box[T]) get() T { return b.v }

// reflected reads the names and types that the linker keeps.
func reflected() string {
	var v struct {
		A int               `json:"a"`
		B map[string][]bool `json:"b,omitempty"`
		*failure
	}
	err := json.Unmarshal([]byte(`{"a":1,"b":{"x":[true]}}`), &v)
	text, _ := json.Marshal(v)
	return fmt.Sprint(err, string(text), reflect.TypeOf(v), reflect.TypeOf(main), reflect.ValueOf(&failure{}).Method(0).Call(nil))
}

func crash(n int) {
	if n == 0 {
		var f *failure
		f.code++
	}
	crash(n - 1)
}
