package gws

// An Operation describes one thing that can be asked of a session, enough to
// build a form from. Capabilities carry the same names.
type Operation struct {
	Name       string // operationName
	Synonyms   []string
	Summary    string
	Parameters []Parameter
	With       string // no documented session lists it; whoever may do With may do it too
	Ends       bool   // the session is over for this user afterwards, or may be
	Page       string // name of the documentation page, "" when there is none for SMS
}

// A Parameter describes one parameter of an [Operation].
type Parameter struct {
	Name      string
	Kind      ParameterKind
	Mandatory bool
	OneOf     string // parameters with the same OneOf exclude each other; one of a mandatory group must be given
	Summary   string
}

// A ParameterKind says what values a parameter takes.
type ParameterKind uint8

// The kinds of parameters.
const (
	TextParameter ParameterKind = iota
	FlagParameter               // true or false
	DataParameter               // an object of keys and values
	KeysParameter               // a list of keys
)

// Operations returns the description of every operation that a POST to a
// session takes, in the order in which a session usually meets them. The
// caller may change the result.
func Operations() []Operation {
	text := Parameter{Name: "text", Mandatory: true, Summary: "What to say."}
	notice := Parameter{Name: "noticeText", Mandatory: true, Summary: "The text of the notice; its meaning is agreed between applications."}
	lastAgent := Parameter{Name: "saveLAR", Kind: FlagParameter, Summary: "Remember this agent in the contact's profile, for routing to the last agent."}
	user := Parameter{Name: "targetUri", Mandatory: true, OneOf: "target", Summary: "The address of a user or of a queue."}
	path := Parameter{Name: "targetPath", Mandatory: true, OneOf: "target", Summary: "The path of a user or of a queue, instead of its address."}
	return []Operation{
		{Name: "Accept", Page: "SMSAccept", Summary: "Takes the offered session.", Parameters: []Parameter{
			{Name: "nickname", Summary: "The name that the customer sees."}, lastAgent}},
		{Name: "Reject", Page: "SMSReject", Ends: true, Summary: "Declines the offered session."},
		{Name: "SetInFocus", Synonyms: []string{"InFocus"}, Summary: "Tells the server that the agent is looking at this session."},
		{Name: "SendMessage", Page: "SMSSendMessage", Summary: "Sends a text to everybody in the session.", Parameters: []Parameter{text}},
		{Name: "SendUrl", Page: "SMSSendUrl", With: "SendMessage", Summary: "Sends an address to everybody in the session.", Parameters: []Parameter{
			{Name: "url", Mandatory: true, Summary: "The address to send."}}},
		{Name: "SendStartTypingNotification", Page: "SMSSendStartType", Summary: "Tells everybody that the agent is typing."},
		{Name: "SendStopTypingNotification", Page: "SMSSendStopType", Summary: "Tells everybody that the agent has stopped typing."},
		{Name: "SendToAgents", Page: "SMSSendToAgents", Summary: "Sends a text that the customer does not see.", Parameters: []Parameter{text}},
		{Name: "SendStartTypingToAgentsNotification", Page: "SMSSendStartTypingToAgentsNotification", Summary: "Tells the other agents that this one is typing."},
		{Name: "SendStopTypingToAgentsNotification", Synonyms: []string{"SendStopTypingToAgentNotification"}, Page: "SMSSendStopTypingToAgentsNotification",
			Summary: "Tells the other agents that this one has stopped typing."},
		{Name: "SendCustomNotice", Page: "SMSSendCustomNotice", With: "SendMessage", Summary: "Sends a notice for applications to everybody.", Parameters: []Parameter{notice}},
		{Name: "SendCustomNoticeToAgents", Page: "SMSSendCustomNoticeToAgents", With: "SendToAgents", Summary: "Sends a notice for applications to the agents only.", Parameters: []Parameter{notice}},
		{Name: "AttachUserData", Page: "SMSAttachUserData", Summary: "Adds keys. What happens to a key that exists is not documented for SMS; for voice it is then there twice.", Parameters: []Parameter{
			{Name: "userData", Kind: DataParameter, Mandatory: true, Summary: "The keys and values to add."}}},
		{Name: "UpdateUserData", Page: "SMSUpdateUserData", Summary: "Sets keys, whether they exist or not.", Parameters: []Parameter{
			{Name: "userData", Kind: DataParameter, Mandatory: true, Summary: "The keys and values to set."}}},
		{Name: "DeleteUserData", Page: "SMSDeleteUserData", Summary: "Removes keys.", Parameters: []Parameter{
			{Name: "keys", Kind: KeysParameter, Mandatory: true, Summary: "The keys to remove."}}},
		{Name: "SetDisposition", Page: "SMSSetDisposition", Summary: "Records the outcome of the session in userData.", Parameters: []Parameter{
			{Name: "disposition", Mandatory: true, Summary: "The outcome."},
			{Name: "dispositionKey", Summary: "The key to record it under; the server's own when left out."}}},
		{Name: "AddComment", Page: "SMSAddComment", With: "UpdateUserData", Summary: "Sets the comment of the session.", Parameters: []Parameter{
			{Name: "comment", Mandatory: true, Summary: "The comment."}}},
		{Name: "Invite", Page: "SMSInvite", Summary: "Asks another agent to join.", Parameters: []Parameter{user, path}},
		{Name: "Consult", Page: "SMSConsult", Summary: "Asks another agent to join without the customer's knowledge.", Parameters: []Parameter{user, path}},
		{Name: "RemoveParticipantFromConference", With: "SendToAgents", Summary: "Removes another agent.", Parameters: []Parameter{
			{Name: "targetUri", Mandatory: true, Summary: "The address of the agent to remove."}}},
		{Name: "SwitchToMonitor", Summary: "Lets a supervisor watch unseen."},
		{Name: "SwitchToCoach", Page: "SMSSwitchtoCoach", Summary: "Lets a supervisor speak to the agent alone."},
		{Name: "SwitchToBargeIn", Synonyms: []string{"SwitchBargeIn"}, Page: "SMSSwitchtoBargeIn", Summary: "Lets a supervisor speak to everybody."},
		{Name: "Transfer", Ends: true, Summary: "Hands the session over to a user or to a queue.", Parameters: []Parameter{
			{Name: "targetUri", Mandatory: true, OneOf: "target", Summary: "The address of the user."},
			{Name: "queueName", Mandatory: true, OneOf: "target", Summary: "The queue, instead of a user."}}},
		{Name: "Leave", Page: "SMSLeave", Summary: "Leaves the conversation; the session stays for editing its data, or ends where other agents are in it."},
		{Name: "Complete", Page: "SMSComplete", Ends: true, Summary: "Ends the session.", Parameters: []Parameter{
			{Name: "queueName", Summary: "Put the session into this queue instead of ending it."}, lastAgent}},
		{Name: "LeaveAndComplete", Ends: true, Summary: "Leaves the conversation and ends the session."},
	}
}
