package capture_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/redact"
)

func TestWriteAndOpen(t *testing.T) {
	c := capturetest.Everything()
	file := capturetest.Write(t, c)
	back := capturetest.Open(t, string(file))
	assert.Equal(t, capturetest.All(c), capturetest.All(back))
	assert.Equal(t, c.Header, back.Header)
	assert.Equal(t, "a capture of version 3: 13 observations", back.Understood)
	assert.Empty(t, back.Problems)
	assert.Equal(t, file, capturetest.Write(t, back), "a second round changes nothing")
	assert.Equal(t, capturetest.All(c), capturetest.All(capturetest.Open(t, capturetest.Unzip(t, file))), "a file may be kept decompressed")
}

func TestWriteIsSmall(t *testing.T) {
	c, raw := capturetest.Near(1000, 50)
	file := capturetest.Write(t, c)
	ratio := float64(raw) / float64(len(file))
	t.Logf("%d bytes of messages in a file of %d: %.0f times smaller", raw, len(file), ratio)
	assert.GreaterOrEqual(t, ratio, 50.0)
	assert.Equal(t, capturetest.All(c), capturetest.All(capturetest.Open(t, string(file))))
}

// polled returns a capture of polls that answer with notifications of many
// sessions, of some of them several in one reply.
func polled(keys, polls int) (c *capture.Capture, raw int) {
	c = &capture.Capture{Header: capture.Header{Created: capturetest.Noon}}
	var data [20][]string
	for s := range data {
		for k := range keys {
			data[s] = append(data[s], fmt.Sprintf(`"Key_%03d":"%x"`, k, (s*keys+k)*2654435761%0xffffffff))
		}
	}
	for n := range polls {
		var messages, said []string
		var about []string
		for i := range 4 {
			s := (n*7 + i*i*5) % len(data)
			data[s][(n*31+i)%keys] = fmt.Sprintf(`"Key_%03d":"poll %d"`, (n*31+i)%keys, n)
			id := fmt.Sprintf("00a%02d", s)
			said = append(said, fmt.Sprintf(`{"smssession":{"id":"%s","userData":{%s}},"referenceId":%d}`, id, strings.Join(data[s], ","), n*4+i))
			about = append(about, id)
			messages = append(messages, `{"channel":"/v2/me/smssessions","data":`+said[i]+`}`)
		}
		reply := "[" + strings.Join(messages, ",") + `,{"channel":"/meta/connect","successful":true}]`
		raw += len(reply)
		c.Append(capture.Observation{Kind: capture.Reply, Meta: true, Exchange: n + 1, Status: 200, Raw: []byte(reply)})
		for i, s := range said {
			raw += len(s)
			c.Append(capture.Observation{Kind: capture.Notification, Session: about[i], Raw: []byte(s)})
		}
	}
	return c, raw
}

// The polls of a page that watches many sessions are as small as those of one,
// in memory and in the file, and come back exactly.
func TestWriteIsSmallForManySessions(t *testing.T) {
	c, raw := polled(1000, 100)
	file := capturetest.Write(t, c)
	t.Logf("%d bytes of polls and messages: %d in memory, %d in a file", raw, c.Size(), len(file))
	assert.Less(t, c.Size(), raw/10)
	assert.Less(t, len(file), raw/30)
	back := capturetest.Open(t, string(file))
	assert.Empty(t, back.Problems)
	assert.Equal(t, capturetest.All(c), capturetest.All(back))
	assert.Equal(t, file, capturetest.Write(t, back), "a second round changes nothing")
}

// What the versions before had is read as ever. Their hashes are not checked,
// and the page says so.
func TestOpenVersionsBefore(t *testing.T) {
	for version, edits := range map[int]string{1: `[[0,2],"c"]`, 2: `[[0,2,1],"c"]`} {
		c := capturetest.Open(t, fmt.Sprintf(`{"keytrail":"capture","version":%d,"created":"2026-01-05T12:00:00Z"}`, version)+"\n"+
			`{"n":1,"kind":"stray","body":"ab","sha256":"fb8e20fc2e4c3f248c60c39bd652f3c1"}`+"\n"+
			`{"n":2,"kind":"stray","from":1,"edits":`+edits+`,"sha256":"ba7816bf8f01cfea414140de5dae2223"}`+"\n")
		assert.Empty(t, c.Problems)
		assert.Equal(t, fmt.Sprintf("a capture of version %d: 2 observations; 2 have a hash of versions 1 and 2, which is not checked", version), c.Understood)
		require.Equal(t, 2, c.Len())
		assert.Equal(t, "abc", string(capturetest.All(c)[1].Raw))
		assert.NotContains(t, capturetest.Open(t, string(capturetest.Write(t, c))).Understood, "not checked")
	}
}

// The hashes in a file are those that anybody else computes of the bytes, and
// bytes without one are damaged.
func TestHashes(t *testing.T) {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Stray, Raw: []byte("123456789")})
	text := capturetest.Unzip(t, capturetest.Write(t, c))
	assert.Contains(t, text, `"crc32":"cbf43926"`)
	for change, problems := range map[string]int{`"crc32":"CBF43926"`: 0, `"crc32":"cbf43927"`: 1, `"crc":""`: 1} {
		assert.Len(t, capturetest.Open(t, strings.Replace(text, `"crc32":"cbf43926"`, change, 1)).Problems, problems, change)
	}
}

// More deltas than may build on each other, members that move, and bytes that
// are no JSON: all come back exactly.
func TestWriteRebuildsExactly(t *testing.T) {
	c, _ := capturetest.Near(40, 300)
	c.Append(capture.Observation{Kind: capture.Notification, Session: "00aA", Raw: []byte(`{"b":1,"a":[{},{},"x,y\"{",[]],  "c":"\ud800"}`)})
	c.Append(capture.Observation{Kind: capture.Notification, Session: "00aA", Raw: []byte(`{"a":[{},{},"x,y\"{",[]],"b":1,  "c":"\ud801"}`)})
	c.Append(capture.Observation{Kind: capture.Reply, Raw: []byte("\"open\n\"{\xff,,,}")})
	assert.Equal(t, capturetest.All(c), capturetest.All(capturetest.Open(t, string(capturetest.Write(t, c)))))
}

// Cut at every byte, a file keeps what is whole and says that it is cut.
func TestOpenCutCapture(t *testing.T) {
	c := capturetest.Everything()
	want := capturetest.All(c)
	file := capturetest.Write(t, c)
	text := capturetest.Unzip(t, file)
	for name, whole := range map[string]string{"compressed": string(file), "plain": text} {
		t.Run(name, func(t *testing.T) {
			for i := range whole {
				got, err := capturetest.File(t.Context(), strings.NewReader(whole[:i]), int64(i), nil)
				n := got.Len()
				if name == "plain" && i < len(whole) && whole[i] == '\n' {
					require.Equal(t, strings.Count(whole[:i], "\n"), n, "a whole line, only its end is missing")
					continue
				}
				if n == 1 && capturetest.All(got)[0].Kind == capture.Stray {
					continue // cut before the first line says what the file is
				}
				require.Equal(t, want[:n], append([]capture.Observation{}, capturetest.All(got)...), "cut at %d", i)
				if name == "plain" && i > 0 && whole[i-1] == '\n' {
					continue // cut between two lines, a plain file looks whole
				}
				require.True(t, err != nil || len(got.Problems) > 0, "cut at %d of %d: nothing is said", i, len(whole))
			}
		})
	}
}

func TestOpenDamagedCapture(t *testing.T) {
	c, _ := capturetest.Near(40, 6)
	lines := strings.SplitAfter(capturetest.Unzip(t, capturetest.Write(t, c)), "\n")
	require.Len(t, lines, 8) // head, 6, nothing
	want := capturetest.All(c)
	tests := []struct {
		name   string
		change func(lines []string)
		kinds  []string
		says   string
	}{
		{"a line that is no JSON", func(l []string) { l[6] = "{]\n" }, []string{"notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "stray"}, "not readable"},
		{"a changed byte", func(l []string) { l[6] = strings.Replace(l[6], `referenceId\": 5`, `referenceId\": 6`, 1) }, []string{"notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "stray"}, "hash"},
		{"a missing line", func(l []string) { l[5] = "" }, []string{"notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "stray"}, "builds on observation 5"},
		{"a line twice", func(l []string) { l[3] += l[3] }, []string{"notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "stray"}, "not above"},
		{"a line of something else", func(l []string) { l[3] += "and so on\n" }, []string{"notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "stray"}, "not readable"},
		{"a line of something else in place of one", func(l []string) { l[1] += "and so on\n"; l[6] = "" }, []string{"notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "stray"}, "not readable"},
		{"edits that copy from nowhere", func(l []string) {
			for i, edits := range []string{"[[]]", "[[0]]", "[[-1,3]]", "[[0,0]]", "[[0,1,2,3]]", "[[0,1,-2]]", "[[9000,1]]", "[[0,9000]]", "[[9007199254740991,1]]"} {
				l[6] += fmt.Sprintf(`{"n":%d,"kind":"notification","session":"00aA","from":6,"edits":%s,"crc32":"00000000"}`, i+7, edits) + "\n"
			}
		}, append(slices.Repeat([]string{"notification@00aA"}, 6), slices.Repeat([]string{"stray"}, 9)...), "not readable"},
		{"another capture behind it", func(l []string) { l[6] += strings.Join(l, "") + strings.Replace(l[6], `"n":6`, `"n":7`, 1) }, append(slices.Repeat([]string{"notification@00aA"}, 6), slices.Repeat([]string{"stray"}, 7)...), "not above"},
		{"an unknown kind", func(l []string) { l[6] = strings.Replace(l[6], `"notification"`, `"vision"`, 1) }, []string{"notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "notification@00aA", "stray"}, "vision"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed := append([]string{}, lines...)
			tt.change(changed)
			got := capturetest.Open(t, strings.Join(changed, ""))
			assert.Equal(t, tt.kinds, capturetest.Brief(capturetest.All(got)))
			require.NotEmpty(t, got.Problems)
			assert.Contains(t, got.Problems[0].Text, tt.says)
			list := capturetest.All(got)
			stray := list[slices.IndexFunc(list, func(o capture.Observation) bool { return o.Kind == capture.Stray })]
			assert.Equal(t, string(stray.Raw), strings.Split(strings.Join(changed, ""), "\n")[got.Problems[0].Line-1], "the line that is named")
			lost := got.Count(capture.Stray)
			assert.Equal(t, fmt.Sprintf("a capture of version 3: %d observations, %d of its lines damaged", got.Len()-lost, lost), got.Understood)
			assert.Equal(t, want[0], capturetest.All(got)[0])
		})
	}
}

func TestOpenOtherVersions(t *testing.T) {
	for _, head := range []string{`{"keytrail":"capture","version":4}`, `{"keytrail":"capture"}`, `{"keytrail":"capture","version":-1}`} {
		c, err := capturetest.File(t.Context(), strings.NewReader(head+"\n{}\n"), 0, nil)
		require.Error(t, err)
		assert.Contains(t, err.Error(), "version")
		assert.Zero(t, c.Len())
	}
}

// Edits that copy the same bytes again and again are stopped.
func TestOpenDeltaBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"keytrail":"capture","version":3}` + "\n")
	fmt.Fprintf(&b, `{"n":1,"kind":"stray","body":%q,"crc32":"x"}`+"\n", strings.Repeat("x", 1000))
	size := 1000
	for n := 2; n < 40; n++ {
		fmt.Fprintf(&b, `{"n":%d,"kind":"stray","from":%d,"edits":[[0,%d],[0,%d]],"crc32":"x"}`+"\n", n, n-1, size, size)
		size *= 2
	}
	c := capturetest.Open(t, b.String())
	assert.Len(t, c.Problems, 39)
	// One observation may copy from itself, too.
	b.Reset()
	b.WriteString(`{"keytrail":"capture","version":3}` + "\n" + `{"n":1,"kind":"stray","body":"0123456789","crc32":"a684c7c6"}` + "\n")
	b.WriteString(`{"n":2,"kind":"stray","from":1,"edits":[[0,10]`)
	for size := 10; size < 1<<40; size *= 2 {
		fmt.Fprintf(&b, `,[0,%d,2]`, size)
	}
	b.WriteString(`],"crc32":"x"}` + "\n")
	c = capturetest.Open(t, b.String())
	assert.Equal(t, []string{"stray", "stray"}, capturetest.Brief(capturetest.All(c)))
	assert.Len(t, c.Problems, 1)
}

// A recording is kept in pieces, each of which is a file.
func TestOpenFilesOneBehindTheOther(t *testing.T) {
	whole, first, second := capturetest.Everything(), new(capture.Capture), new(capture.Capture)
	first.Header = whole.Header
	for _, o := range capturetest.All(whole) {
		if o.N <= 4 {
			first.Put(o)
		} else {
			second.Put(o)
		}
	}
	for name, text := range map[string]string{
		"compressed": string(capturetest.Write(t, first)) + string(capturetest.Write(t, second)),
		"plain":      capturetest.Unzip(t, capturetest.Write(t, first)) + capturetest.Unzip(t, capturetest.Write(t, second)),
	} {
		back := capturetest.Open(t, text)
		assert.Equal(t, capturetest.All(whole), capturetest.All(back), name)
		assert.Equal(t, whole.Header, back.Header, name)
		assert.Empty(t, back.Problems, name)
	}
}

// What fills a capture and what goes through it lets others have their turn,
// and a still copy does not grow.
func TestRest(t *testing.T) {
	c := capturetest.Everything()
	rests := 0
	c.Rest = func() { rests++ }
	n := c.Len()
	for what, do := range map[string]func(){
		"going through": func() { capturetest.All(c) },
		"cutting":       func() { redact.Cut(c, redact.Export{}) },
		"writing":       func() { capturetest.Write(t, c) },
		"writing a HAR": func() { assert.NoError(t, har.Write(io.Discard, c)) },
	} {
		rests = 0
		do()
		assert.GreaterOrEqual(t, rests, n, what)
	}
	cut, _ := redact.Cut(c, redact.Export{})
	assert.NotNil(t, cut.Rest, "handed on")

	still := c.Still()
	c.Append(capture.Observation{Kind: capture.Note, Text: "later"})
	assert.Equal(t, n, still.Len())
	assert.Equal(t, capturetest.All(c)[:n], capturetest.All(still))
}

// What a body ends with costs what it is, and not what the body before it is: the key
// that was written last often stands last, behind much that did not change.
func TestTheEndOfALongBodyCostsLittle(t *testing.T) {
	rests := func(last ...string) (n int) {
		c := &capture.Capture{Rest: func() { n++ }}
		for _, value := range last {
			c.Append(capture.Observation{Kind: capture.Notification, Session: "00aA",
				Raw: []byte(`{"userData":{` + strings.Repeat(`"Key":"some value",`, 1<<17) + `"Last":"` + value + `"}}`)})
		}
		return n
	}
	same, changed := rests("one", "one"), rests("one", "two")
	assert.Less(t, changed, 2*same)
}
