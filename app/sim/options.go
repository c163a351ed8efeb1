package sim

import "time"

// The bounds of what a Sim does; more would take all of a page's memory or time.
const (
	MaxSessions = 10_000  // conversations alive at once
	MaxKeys     = 10_000  // userData keys of each conversation
	MaxData     = 200_000 // keys of all conversations together
	MaxRate     = 1_000   // notifications a second
)

// Options say what a Sim is like. Values beyond the bounds count as the bound.
// The zero Options are a small contact centre that behaves as documented.
type Options struct {
	Seed     uint64  // decides the story; the same seed tells the same one
	Sessions int     // conversations alive at once; 0 means 6, less than 0 none, at most MaxSessions
	Keys     int     // userData keys of each conversation; 0 means 32, at most MaxKeys
	Rate     float64 // notifications of the script a second, over all conversations; 0 means 0.8
	Speed    float64 // how many times faster than life the script runs; 0 means 1
	Media    bool    // beside the conversations one call, chat, e-mail and so on of each medium
	Quiet    bool    // no script: nothing happens but what requests and controls cause

	User     string   // userName; "" means "sam.sample"
	Password string   // when set, a sign-in by HTTP Basic is required
	Token    string   // when set, a sign-in by this bearer token is accepted
	NoCSRF   bool     // neither issue nor require CSRF tokens
	Origins  []string // origins that CORS allows: "https://a.example", "https://*.a.example"
	BaseURL  string   // externalApiUrlV2, the beginning of every uri; "" means http://gws.test/api/v2
	MaxBody  int      // bytes of a request's body; 0 means 1 MiB

	Topic       string        // the CometD channel of SMS notifications; "" means /v2/me/smssessions
	Timeout     time.Duration // how long a poll is held; 0 means 30 s
	MaxInterval time.Duration // how long a CometD session lives without a poll; 0 means 10 s
	Delay       time.Duration // from a reply to the notification it caused; 0 means 5 ms
	Ack         bool          // offer the acknowledgement extension

	Quirks    Quirks
	Misbehave []string // how it treats writes at first; see [Sim.Misbehave]
}

// Quirks are the oddities by which real servers and the pages that describe
// them differ. The zero Quirks are the documented behaviour.
type Quirks struct {
	MessageType        string // of state changes; "" means SMSsessionStateChangeMessage
	OneS               bool   // envelope keys smsession, smsessionUri, smsessionPath
	SessionPath        bool   // sessions and agents carry path beside uri
	NoMessagePath      bool   // MessageLogUpdated carries smssessionUri alone
	InFocus            bool   // the capability SetInFocus is called InFocus
	ISOTimes           bool   // timestamps with a T instead of the blank
	NoTimestampSeconds bool   // messages without timestampSeconds
	IndexGaps          bool   // every third message index is left out
	BareCollection     bool   // ?fields=* answers with one bare session, as the page shows
	ReferenceInReplies bool   // every reply to an operation carries referenceId
	ReplyLast          bool   // notifications come before the reply that they follow from
	CometWithoutCSRF   bool   // CometD requests need no CSRF token
	FailAccept         bool   // Accept ends in JoinFailed
}

func (o Options) withDefaults() Options {
	fill(&o.Sessions, 6)
	fill(&o.Keys, 32)
	fill(&o.Rate, 0.8)
	fill(&o.Speed, 1)
	fill(&o.User, "sam.sample")
	fill(&o.BaseURL, "http://gws.test/api/v2")
	fill(&o.MaxBody, 1<<20)
	fill(&o.Topic, "/v2/me/smssessions")
	fill(&o.Timeout, 30*time.Second)
	fill(&o.MaxInterval, 10*time.Second)
	fill(&o.Delay, 5*time.Millisecond)
	fill(&o.Quirks.MessageType, "SMSsessionStateChangeMessage")
	o.Keys = min(max(o.Keys, 1), MaxKeys)
	o.Sessions = min(max(o.Sessions, 0), MaxSessions, MaxData/o.Keys)
	o.Rate = within(o.Rate, 0.001, MaxRate)
	o.Speed = within(o.Speed, 0.001, 1e6)
	return o
}

// within keeps x between two bounds; what is not a number becomes the lower one.
func within(x, low, high float64) float64 {
	if !(x > low) {
		return low
	}
	return min(x, high)
}

// fill sets *p when it is the zero value.
func fill[T comparable](p *T, value T) {
	var zero T
	if *p == zero {
		*p = value
	}
}
