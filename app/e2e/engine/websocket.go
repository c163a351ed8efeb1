package engine

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
)

// A socket is the client's end of a WebSocket (RFC 6455) for texts, without
// extensions.
type socket struct {
	conn net.Conn
	r    *bufio.Reader

	writing sync.Mutex
}

const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10
	final   = 0x80
	masked  = 0x80
)

func dial(address string) (*socket, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return nil, err
	}
	key := make([]byte, 16)
	_, _ = rand.Read(key) // never fails
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n",
		u.RequestURI(), u.Host, base64.StdEncoding.EncodeToString(key))
	s := &socket{conn: conn, r: bufio.NewReader(conn)}
	resp, err := http.ReadResponse(s.r, nil)
	if err == nil && resp.StatusCode != http.StatusSwitchingProtocols {
		err = errors.New(resp.Status)
	}
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	return s, nil
}

func (s *socket) write(op byte, data []byte) error {
	head := []byte{final | op}
	switch n := len(data); {
	case n < 126:
		head = append(head, masked|byte(n))
	case n < 1<<16:
		head = binary.BigEndian.AppendUint16(append(head, masked|126), uint16(n))
	default:
		head = binary.BigEndian.AppendUint64(append(head, masked|127), uint64(n))
	}
	mask := make([]byte, 4)
	_, _ = rand.Read(mask)
	head = append(head, mask...)
	for i, b := range data {
		head = append(head, b^mask[i%4])
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err := s.conn.Write(head)
	return err
}

// read returns the next text, put together from its frames.
func (s *socket) read() (text []byte, err error) {
	for {
		last, op, data, err := s.frame()
		switch {
		case err != nil:
			return nil, err
		case op == opClose:
			return nil, io.EOF
		case op == opPing:
			err = s.write(opPong, data)
		case op < opClose:
			text = append(text, data...)
		}
		if err != nil || last && op < opClose {
			return text, err
		}
	}
}

func (s *socket) frame() (last bool, op byte, data []byte, err error) {
	head := make([]byte, 2)
	if _, err = io.ReadFull(s.r, head); err != nil {
		return false, 0, nil, err
	}
	size := uint64(head[1] &^ masked)
	if more := map[uint64]int{126: 2, 127: 8}[size]; more > 0 {
		long := make([]byte, 8)
		if _, err = io.ReadFull(s.r, long[8-more:]); err != nil {
			return false, 0, nil, err
		}
		size = binary.BigEndian.Uint64(long)
	}
	data = make([]byte, size)
	_, err = io.ReadFull(s.r, data)
	return head[0]&final != 0, head[0] & 0x0f, data, err
}
