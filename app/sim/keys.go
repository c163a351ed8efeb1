package sim

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/keytrail/keytrail/app/sim/simjson"
)

// Every conversation has these many keys once it is routed, if Options.Keys is
// not larger.
const (
	ownKeys     = 11 // firstData
	routingKeys = 21 // routingBlock
)

// firstData writes what a conversation brings along before it is routed. When
// more keys are asked for than the documented sample has, made-up context of the
// calling applications fills the rest.
func (s *Sim) firstData(x *session, t topic) {
	pairs := [][2]string{
		{"Subject", string(simjson.Quote(t.subject))},
		{"CustomerSegment", `"default"`},
		{"ServiceType", `"default"`},
		{"ServiceObjective", "0"},
		{"DISP_KEY", `"pending"`},
		{"WEB_PageViews", "1"},
		{"IdentifyCreateContact", `"3"`},
		{"ChatServerAppName", `"es_chat"`},
		{"ChatServerHost", `"chat-1.gws.test"`},
		{"ChatServerPort", `"7160"`},
		{"ChatServerDBID", `"115"`},
	}
	for i := range s.o.Keys - ownKeys - routingKeys {
		pairs = append(pairs, [2]string{contextKey(i), string(contextValue(s.story.rng))})
	}
	for _, p := range pairs[:min(len(pairs), s.o.Keys)] {
		x.data.set(simjson.Named(p[0], []byte(p[1])), "customer")
	}
}

// routingBlock is what a routing strategy leaves behind, in the shapes of the
// documented samples: blanks and hyphens in keys, numbers as text, empty texts
// and a null.
func (s *Sim) routingBlock(x *session) [][2]string {
	rng := s.story.rng
	group := [...]string{"Chat distribution for processing", "?:2>1", "?:Customer_Service > 1"}[rng.IntN(3)]
	quoted := string(simjson.Quote(group))
	block := [][2]string{
		{"RStrategyName", `"SimpleChatInStrategy"`},
		{"RStrategyDBID", `"776"`},
		{"RTenant", `"Environment"`},
		{"RTargetRequested", quoted},
		{"RTargetObjectSelected", quoted},
		{"RTargetAgentGroup", quoted},
		{"PegAG" + group, "1"},
		{"RTargetTypeSelected", `"2"`},
		{"RTargetObjSelDBID", `""`},
		{"RTargetAgentSelected", fmt.Sprintf(`"%d"`, 10_000+rng.IntN(90_000))},
		{"RTargetPlaceSelected", fmt.Sprintf(`"a%d"`, 1+rng.IntN(40))},
		{"RTargetRuleSelected", `""`},
		{"RVQID", `""`},
		{"RVQDBID", `""`},
		{"RRequestedSkills", "null"},
		{"RRequestedSkillCombination", `""`},
		{"CBR-Interaction_cost", `""`},
		{"CBR-contract_DBIDs", `""`},
		{"CBR-IT-path_DBIDs", `""`},
		{"CBR-actual_volume", `""`},
		{"OccuredAt", string(simjson.Quote(x.received.UTC().Format("2006-01-02T15:04:05Z")))},
	}
	return block[:min(len(block), max(s.o.Keys-len(x.data.pairs), 0))]
}

func contextKey(i int) string {
	families := [...]string{"CTX_Order-%04d", "CTX_page %04d", "CTX_score.%04d", "CTX_flag_%04d"}
	return fmt.Sprintf(families[i%len(families)], i)
}

func isContext(key string) bool { return strings.HasPrefix(key, "CTX_") }

// contextValue is mostly text, and sometimes something to stumble over.
func contextValue(rng *rand.Rand) []byte {
	switch n := rng.IntN(1000); n % 10 {
	case 0:
		return []byte(`""`)
	case 1:
		return fmt.Appendf(nil, "%d", n)
	case 2:
		return fmt.Appendf(nil, `"%d"`, n)
	case 3:
		return fmt.Appendf(nil, "%d.50", n)
	case 4:
		return fmt.Appendf(nil, `{"step":%d,"of":"7"}`, n)
	case 5:
		return []byte("null")
	default:
		return fmt.Appendf(nil, `"value %03d of the caller's context"`, n)
	}
}
