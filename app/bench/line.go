package main

import (
	"io"
	"net"
	"sync"
	"time"
)

// A line is how slow what is between a browser and a server is, for all its
// connections together. The zero line is none.
type line struct {
	rate  float64       // bytes a second towards the browser
	delay time.Duration // there and back

	mu   sync.Mutex
	free time.Time // when it has carried what it was given
}

// A piece is on its way until it is due.
type piece struct {
	data []byte
	due  time.Time
}

// through returns when n bytes that are handed over now have arrived.
func (l *line) through(n int) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := time.Now(); l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(time.Duration(float64(n) / l.rate * float64(time.Second)))
	return l.free.Add(l.delay / 2)
}

// carry copies towards the browser until the end. No more is under way than a
// socket would hold, so that what is given up early does not occupy the line.
func (l *line) carry(to io.Writer, from net.Conn) {
	if l.rate == 0 {
		_, _ = io.Copy(to, from)
		return
	}
	way := make(chan piece, 8)
	go func() {
		defer close(way)
		for {
			data := make([]byte, 8<<10)
			n, err := from.Read(data)
			if n > 0 {
				way <- piece{data[:n], l.through(n)}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range way {
		time.Sleep(time.Until(p.due))
		if _, err := to.Write(p.data); err != nil {
			from.Close()
			for range way { // the reader ends by the closed connection
			}
			return
		}
	}
}

// ask copies towards the server. The first bytes come later by what it takes to
// open a connection.
func (l *line) ask(to, from net.Conn) {
	for delay := l.delay + l.delay/2; ; delay = l.delay / 2 {
		data := make([]byte, 8<<10)
		n, err := from.Read(data)
		time.Sleep(delay)
		if _, failed := to.Write(data[:n]); failed != nil || err != nil {
			return
		}
	}
}
