package userdata

import (
	"sort"
	"strings"
)

// Builtin returns the built-in rules in the order in which they are tried.
func Builtin() []Rule { return append(append([]Rule(nil), exactRules[:]...), prefixRules[:]...) }

// classifyBuiltin finds an exact key by halving, for it is asked about every
// key of a table, and tries the prefixes one by one.
func classifyBuiltin(key string) (Class, string) {
	i := sort.Search(len(exactRules), func(i int) bool { return exactRules[i].Pattern >= key })
	if i < len(exactRules) && exactRules[i].Pattern == key {
		return exactRules[i].Class, exactRules[i].Why
	}
	for i := range prefixRules {
		if strings.HasPrefix(key, prefixRules[i].Pattern) {
			return prefixRules[i].Class, prefixRules[i].Why
		}
	}
	return Other, ""
}

// The exact keys, sorted by key.
var exactRules = [...]Rule{
	{Exact, "CBR-IT-path_DBIDs", CostRouting, "The database ids along the interaction's path, for cost-based routing."},
	{Exact, "CBR-Interaction_cost", CostRouting, "What handling this interaction costs, for cost-based routing."},
	{Exact, "CBR-actual_volume", CostRouting, "The volume counted against a contract so far, for cost-based routing."},
	{Exact, "CBR-contract_DBIDs", CostRouting, "The database ids of the contracts that cover this interaction."},
	{Exact, "ChatServerAppName", ChatServer, "The name of the chat server application that holds the session."},
	{Exact, "ChatServerDBID", ChatServer, "The database id of the chat server application."},
	{Exact, "ChatServerHost", ChatServer, "The host on which the chat server runs."},
	{Exact, "ChatServerPort", ChatServer, "The port on which the chat server listens, as text."},
	{Exact, "ContactId", Contact, "The id of the customer's record in the contact history."},
	{Exact, "CustomerSegment", Routing, "The segment that routing put the customer into."},
	{Exact, "DISP_KEY", Disposition, "The disposition in the key that the contact centre configured for it."},
	{Exact, "DispositionCode", Disposition, "How the conversation ended, as the agent chose."},
	{Exact, "EmailAddress", Contact, "The customer's e-mail address."},
	{Exact, "FirstName", Contact, "The customer's first name."},
	{Exact, "FullName", Contact, "The customer's full name; a single blank when it is not known."},
	{Exact, "IdentifyCreateContact", Contact, "How the contact server is to find or create the customer's record, as a number in text."},
	{Exact, "LastName", Contact, "The customer's last name."},
	{Exact, "OccuredAt", Reporting, "When the event that reporting counts took place; the key is spelled with one r."},
	{Exact, "PhoneNumber", Contact, "The customer's telephone number."},
	{Exact, "Priority", Routing, "The interaction's place in the queue: the higher, the sooner."},
	{Exact, "RRequestedSkillCombination", Routing, "The skills that routing asked for, as one expression."},
	{Exact, "RRequestedSkills", Routing, "The list of skills that routing asked for; null when it asked for none."},
	{Exact, "RStrategyDBID", Routing, "The database id of the routing strategy that ran last."},
	{Exact, "RStrategyName", Routing, "The name of the routing strategy that ran last."},
	{Exact, "RTargetAgentGroup", Routing, "The agent group from which routing chose the agent."},
	{Exact, "RTargetAgentSelected", Routing, "The agent that routing chose."},
	{Exact, "RTargetObjSelDBID", Routing, "The database id of the target that routing chose."},
	{Exact, "RTargetObjectSelected", Routing, "The target that routing chose: a group, a queue or an expression of skills."},
	{Exact, "RTargetPlaceSelected", Routing, "The place, a desk in the configuration, that routing chose."},
	{Exact, "RTargetRequested", Routing, "The target that the routing strategy asked for."},
	{Exact, "RTargetRuleSelected", Routing, "The rule by which routing chose its target."},
	{Exact, "RTargetTypeSelected", Routing, "The type of the target that routing chose, as a number in text."},
	{Exact, "RTenant", Routing, "The tenant in which the routing strategy ran."},
	{Exact, "RVQDBID", Routing, "The database id of the virtual queue."},
	{Exact, "RVQID", Routing, "The id of this interaction's stay in a virtual queue; empty when it was in none."},
	{Exact, "ServiceObjective", Routing, "The time in which routing should find an agent; 0 for none."},
	{Exact, "ServiceType", Routing, "The kind of service that the customer asked for."},
	{Exact, "Subject", Business, "What the conversation is about."},
	{Exact, "TimeZone", Contact, "The customer's distance from UTC in minutes, as text."},
	{Exact, "UserData1", Business, "A value of an application's own, as in the samples of the API."},
	{Exact, "UserData2", Business, "A value of an application's own, as in the samples of the API."},
	{Exact, "_data_id", Reporting, "The id under which this piece of data is reported."},
}

// The prefixes, long ones before short ones with the same beginning.
var prefixRules = [...]Rule{
	{Prefix, "CBR-", CostRouting, "Written by cost-based routing."},
	{Prefix, "ChatServer", ChatServer, "Where the chat server runs that holds the session."},
	{Prefix, "Disposition", Disposition, "How the conversation ended."},
	{Prefix, "Header_", Reporting, "A header of the message that the interaction began with."},
	{Prefix, "PegAG", Reporting, "Counts for reporting how often the target behind the prefix was chosen."},
	{Prefix, "RRequested", Routing, "What routing asked for."},
	{Prefix, "RStrategy", Routing, "The routing strategy that ran last."},
	{Prefix, "RTarget", Routing, "The target that routing chose."},
	{Prefix, "RVQ", Routing, "The virtual queue in which the interaction waited."},
	{Prefix, "_", Reporting, "Written by the platform for its own use."},
}
