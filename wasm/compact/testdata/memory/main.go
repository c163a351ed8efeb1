// Command memory has the collector find what is alive by the tables of frames:
// pointers that stand only in frames of deep, sleeping and growing stacks.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
	"unique"
	"weak"
)

func main() {
	fmt.Println(inFrames(2_000), asleep(200), trees(14), grown(12))
	before, after := weakly()
	fmt.Println(finalized(), before, after, unique.Make("a"+fmt.Sprint(1)) == unique.Make("a1"))
}

type cell struct {
	next *cell
	text string
}

// inFrames keeps each cell only in a frame while the stack grows and garbage is
// collected.
func inFrames(n int) int {
	if n == 0 {
		runtime.GC()
		return 0
	}
	c := &cell{text: strings.Repeat("x", n%97)}
	if n%500 == 0 {
		runtime.GC()
	}
	below := inFrames(n - 1)
	return below + len(c.text)
}

// asleep keeps cells in the frames of goroutines that sleep meanwhile.
func asleep(n int) (sum int) {
	results := make(chan int)
	for i := range n {
		go func() {
			c := &cell{next: &cell{text: fmt.Sprint(i)}, text: "top"}
			time.Sleep(2 * time.Millisecond)
			results <- len(c.text) + len(c.next.text)
		}()
	}
	for range 3 {
		runtime.GC()
		_ = make([]byte, 1<<20)
	}
	for range n {
		sum += <-results
	}
	return sum
}

type tree struct{ left, right *tree }

func build(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{build(depth - 1), build(depth - 1)}
}

func (t *tree) count() int {
	if t.left == nil {
		return 1
	}
	return 1 + t.left.count() + t.right.count()
}

func trees(depth int) (sum int) {
	for d := 4; d <= depth; d += 2 {
		sum += build(d).count()
	}
	return sum
}

// grown moves stacks that hold pointers into themselves.
func grown(n int) int {
	var frame [64]int
	p := &frame[n]
	if n == 0 {
		return 0
	}
	var room [4096]byte
	room[n] = byte(n)
	rest := grown(n - 1)
	*p = int(room[n])
	return rest + frame[n]
}

func finalized() bool {
	done := make(chan bool)
	runtime.SetFinalizer(&cell{text: "unreachable"}, func(*cell) { close(done) })
	for {
		select {
		case <-done:
			return true
		default:
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
	}
}

func weakly() (before, after bool) {
	c := &cell{text: "weak"}
	p := weak.Make(c)
	before = p.Value() == c
	runtime.KeepAlive(c)
	runtime.GC()
	runtime.GC()
	return before, p.Value() == nil
}
