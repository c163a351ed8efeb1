package sim

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/keytrail/keytrail/app/sim/simjson"
)

// plan writes the part of a new session: routing, an agent, the conversation
// with what other applications write meanwhile, and the ending.
func (s *Sim) plan(x *session, t topic) []beat {
	rng := s.story.rng
	beats := []beat{{run: route}}
	if !x.part.forUser {
		a := agents()[rng.IntN(len(agents()))]
		beats = append(beats, beat{run: func(s *Sim, x *session) int { return agentAnswers(s, x, a) }})
	}
	beats = append(beats, merge(rng,
		conversation(t.lines[1:]),
		writes("CRM", t.crm(rng)...),
		writes("CRM", [2]string{"CustomerSegment", `"gold"`}),
		writes("bot", [2]string{"BOT_Intent", t.intent}, [2]string{"BOT_Confidence", "0.62"}, [2]string{"BOT_Confidence", "0.910"}),
		writes("routing", [2]string{"ServiceObjective", `"0"`}, [2]string{"ServiceObjective", "0"}),
		writes("desk", [2]string{"DISP_KEY", `"resolved"`}),
		reservation(rng),
	)...)
	return append(beats,
		beat{ending: true, run: customerLeaves},
		beat{ending: true, run: write("survey", "SURVEY_Score", strconv.Itoa(1+rng.IntN(5)))},
		beat{ending: true, run: agentLeaves},
		beat{ending: true, run: finish},
	)
}

// merge shuffles sequences into one, in which each keeps its own order.
func merge(rng *rand.Rand, sequences ...[]beat) []beat {
	total := 0
	for _, q := range sequences {
		total += len(q)
	}
	merged := make([]beat, 0, total)
	for ; total > 0; total-- {
		pick := rng.IntN(total)
		for i, q := range sequences {
			if pick < len(q) {
				merged = append(merged, q[0])
				sequences[i] = q[1:]
				break
			}
			pick -= len(q)
		}
	}
	return merged
}

// conversation turns lines into beats. Customers are seen typing first.
func conversation(lines []utterance) []beat {
	var beats []beat
	for _, l := range lines {
		if !l.agent {
			beats = append(beats, beat{run: speak(l, "TypingStarted")})
		}
		beats = append(beats, beat{run: speak(l, "Text")})
	}
	return beats
}

// speak lets the customer or the agent act, unless the user is the agent: then
// nobody puts words into the user's mouth.
func speak(l utterance, kind string) func(*Sim, *session) int {
	return func(s *Sim, x *session) int {
		who := customerKind
		if l.agent {
			who = agentKind
		}
		from, there := x.find(who)
		if !there || x.state != chatting || l.agent && x.owner == userID {
			return 0
		}
		field, value := "text", l.text
		if kind != "Text" {
			field, value = "", ""
		}
		s.newMessages(x, cause{}, s.say(x, from, kind, field, value, forAll))
		return 1
	}
}

// write sets one key as another application.
func write(author, key, value string) func(*Sim, *session) int {
	return func(s *Sim, x *session) int {
		x.data.set(simjson.Named(key, []byte(value)), author)
		s.dataChanged(x, cause{})
		return 1
	}
}

func writes(author string, pairs ...[2]string) []beat {
	beats := make([]beat, len(pairs))
	for i, p := range pairs {
		beats[i] = beat{run: write(author, p[0], p[1])}
	}
	return beats
}

// reservation adds a key for a while.
func reservation(rng *rand.Rand) []beat {
	number := fmt.Sprintf(`"A-%04d"`, rng.IntN(10_000))
	return []beat{
		{run: write("CRM", "TempReservation", number)},
		{run: func(s *Sim, x *session) int {
			if x.data.get("TempReservation") == nil {
				return 0
			}
			x.data.remove("TempReservation")
			s.dataChanged(x, cause{})
			return 1
		}},
	}
}

// route lets the routing strategy write its block in one go.
func route(s *Sim, x *session) int {
	x.part.routed = true
	for _, p := range s.routingBlock(x) {
		x.data.set(simjson.Named(p[0], []byte(p[1])), "routing")
	}
	s.dataChanged(x, cause{})
	return 1
}

func agentAnswers(s *Sim, x *session, a agent) int {
	if x.state != invited {
		return 0
	}
	s.answered(x, a.name, a.id, cause{})
	return 3
}

func customerLeaves(s *Sim, x *session) int {
	p, there := x.find(customerKind)
	if !there || x.state != chatting {
		return 0
	}
	x.drop(p.id)
	s.participantsChanged(x, cause{})
	s.newMessages(x, cause{}, s.say(x, p, "ParticipantLeft", "", "", forAll))
	return 2
}

func agentLeaves(s *Sim, x *session) int {
	if x.state != chatting {
		return 0
	}
	x.state = leftChat
	x.participants = nil
	s.changed(x, "StatusChange", withCapabilities, cause{})
	return 1
}

func finish(s *Sim, x *session) int {
	s.ended(x, completed, cause{})
	return 1
}

// idle passes the time of a session that waits for something: in one case of n
// an application writes, or the customer begins to type.
func (s *Sim) idle(x *session, n int) int {
	rng := s.story.rng
	if rng.IntN(n) > 0 {
		return 0
	}
	switch rng.IntN(5) {
	case 0:
		return countPage(s, x)
	case 1:
		return other("bot", "BOT_Sentiment", `"calm"`, `"impatient"`, `null`, `""`, `"pleased"`)(s, x)
	case 2:
		return other("routing", "ServiceObjective", "0", `"0"`)(s, x)
	case 3:
		kind := [...]string{"TypingStarted", "TypingStopped"}[rng.IntN(2)]
		return speak(utterance{}, kind)(s, x)
	}
	return changeContext(s, x)
}

// changeContext gives one of the filling keys a new value, if there are any.
func changeContext(s *Sim, x *session) int {
	rng := s.story.rng
	if len(x.data.pairs) == 0 {
		return 0 // somebody has deleted everything
	}
	key := x.data.pairs[rng.IntN(len(x.data.pairs))].name
	if !isContext(key) {
		return 0
	}
	return write("CRM", key, string(contextValue(rng)))(s, x)
}

// other sets a key to one of several values that it does not have already.
func other(author, key string, values ...string) func(*Sim, *session) int {
	return func(s *Sim, x *session) int {
		now := string(x.data.get(key))
		values := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == now })
		return write(author, key, values[s.story.rng.IntN(len(values))])(s, x)
	}
}

// countPage moves the counter of the customer's visits to the web site.
func countPage(s *Sim, x *session) int {
	n, _ := strconv.Atoi(string(x.data.get("WEB_PageViews")))
	return write("web site", "WEB_PageViews", strconv.Itoa(n+1))(s, x)
}
