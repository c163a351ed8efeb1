package sim

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/keytrail/keytrail/app/sim/simjson"
)

// An agent is one of the colleagues of the user.
type agent struct{ id, name string }

func agents() []agent {
	return []agent{
		{userID, "Sam Sample"},
		{"8a41c6d07be94f13", "Mia Keller"},
		{"c2e95b8813f04d6e", "Tom Okafor"},
		{"17d3f0a94c2e4b85", "Ines Duarte"},
	}
}

// nameOf returns the nickname under which an agent joins.
func nameOf(user string) string {
	for _, a := range agents() {
		if a.id == user {
			return a.name
		}
	}
	return user
}

// A topic is what a customer writes about.
type topic struct {
	subject, intent string // intent is a JSON value
	lines           []utterance
}

type utterance struct {
	agent bool
	text  string
}

// topics are the conversations of the story. The customer begins each.
func topics() []topic {
	return []topic{
		{"Delivery", `"track_order"`, talk(
			"> Hi, my parcel was due on Monday and it isn't here",
			"< Good morning! Could you send me the order number, please?",
			"> 4471-093",
			"< Thank you. It left the depot today and will be with you before noon tomorrow.",
			"> Is there a number I can track it with?",
			"< Yes, you will get it by SMS in a minute.",
			"> Perfect, thanks 👍")},
		{"Invoice", `"billing_question"`, talk(
			"> why was I charged twice this month??",
			"< I'm sorry about that. Let me look at your account.",
			"> ok",
			"< I see two entries, one of them is a reservation that will be released.",
			"> So I don't have to do anything?",
			"< Nothing at all. It will be gone within three days.",
			"> Good. That was quick <3")},
		{"Customer support", `"reset_password"`, talk(
			"> I can't log in any more, it says my password has expired",
			"< I can help with that. Do you still have access to your e-mail?",
			"> yes",
			"< I have sent you a link that is valid for one hour.",
			"> Nothing here yet",
			"< Please look in the spam folder too.",
			"> Got it. Works now!")},
		{"Appointment", `"change_appointment"`, talk(
			"> Could I move my appointment on Thursday?",
			"< Of course. Which day would suit you?",
			"> Friday morning, or else next week",
			"< Friday at 9:40 is free.",
			"> Great, take that. The name is Zoë Ångström-O'Neill",
			"< Booked. See you on Friday!")},
	}
}

func talk(texts ...string) []utterance {
	lines := make([]utterance, len(texts))
	for i, t := range texts {
		said, byAgent := strings.CutPrefix(t, "< ")
		lines[i] = utterance{byAgent, strings.TrimPrefix(said, "> ")}
	}
	return lines
}

// crm is what the customer database adds once it has recognised the caller.
func (t topic) crm(rng *rand.Rand) [][2]string {
	return [][2]string{
		{"CRM_CaseId", fmt.Sprintf(`"C-%05d"`, rng.IntN(100_000))},
		{"CRM_AccountNumber", fmt.Sprintf("%d%018d", 10+rng.IntN(90), rng.Int64N(1e18))},
		{"CRM_Notes", `""`},
		{"CRM_Notes", string(simjson.Quote("asked about: " + t.subject))},
	}
}
