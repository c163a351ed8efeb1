// Package recordertest has a recorder.Keeper for tests, which keeps recordings in
// memory.
package recordertest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/keytrail/keytrail/app/recorder"
)

// A Shelf keeps recordings in memory, with room for so many chunks.
type Shelf struct {
	mu     sync.Mutex
	room   int
	Chunks map[string][][]byte
	Closed map[string]bool
	failed map[string]bool // they take no more, and nobody has ended them
	Names  []string
}

// ErrFull says that the shelf has no more room.
var ErrFull = errors.New("no more room")

// Begun is when every recording was begun.
var Begun = time.Date(2026, 3, 5, 11, 0, 0, 0, time.UTC)

// Begin numbers the recordings from 1.
func (s *Shelf) Begin(_ context.Context, name string, _, _ time.Time) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Names = append(s.Names, name)
	return strconv.Itoa(len(s.Names)), nil
}

// Append fails once the shelf is full.
func (s *Shelf) Append(_ context.Context, id string, chunk []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.room--; s.room < 0 {
		s.failed[id] = true
		return ErrFull
	}
	s.Chunks[id] = append(s.Chunks[id], chunk)
	return nil
}

// Close ends a recording.
func (s *Shelf) Close(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Closed[id] = true
	return nil
}

// End appends and closes.
func (s *Shelf) End(ctx context.Context, id string, chunk []byte) error {
	if len(chunk) > 0 {
		if err := s.Append(ctx, id, chunk); err != nil {
			return err
		}
	}
	return s.Close(ctx, id)
}

// List returns all recordings, in the order in which they were begun.
func (s *Shelf) List(context.Context) ([]recorder.Recording, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []recorder.Recording
	for i, name := range s.Names {
		id := strconv.Itoa(i + 1)
		list = append(list, recorder.Recording{ID: id, Name: name, Chunks: len(s.Chunks[id]), Closed: s.Closed[id], Running: !s.Closed[id] && !s.failed[id], Cut: !s.Closed[id] && s.failed[id], Begun: Begun, Last: Begun.Add(time.Hour)})
	}
	return list, nil
}

// Read calls f with every chunk.
func (s *Shelf) Read(_ context.Context, id string, f func([]byte) error) error {
	for _, c := range s.Chunks[id] {
		if err := f(c); err != nil {
			return err
		}
	}
	return nil
}

// Delete, Expire and DeleteAll do nothing; the rest is as it is.
func (s *Shelf) Delete(context.Context, string) error                { return nil }
func (s *Shelf) Expire(context.Context, time.Time) (int, error)      { return 0, nil }
func (s *Shelf) DeleteAll(context.Context) error                     { return nil }
func (s *Shelf) Quota(context.Context) (used, room int64, err error) { return 1, 2, nil }

// NewShelf returns an empty shelf with room for so many chunks.
func NewShelf(room int) *Shelf {
	return &Shelf{room: room, Chunks: map[string][][]byte{}, Closed: map[string]bool{}, failed: map[string]bool{}}
}
