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
// session takes, in the order in which a session usually meets them. Most have a
// page of the documentation, whose name is theirs after SMS; it is shortened to
// SMSSendStartType and SMSSendStopType, and spelled SMSSwitchtoCoach and
// SMSSwitchtoBargeIn. SetInFocus, RemoveParticipantFromConference,
// SwitchToMonitor, Transfer and LeaveAndComplete have none for SMS. The caller
// may change the result.
func Operations() []Operation {
	text := Parameter{Name: "text", Mandatory: true, Summary: "What to say."}
	notice := Parameter{Name: "noticeText", Mandatory: true, Summary: "The text of the notice; its meaning is agreed between applications."}
	lastAgent := Parameter{Name: "saveLAR", Kind: FlagParameter, Summary: "Remember this agent in the contact's profile, for routing to the last agent."}
	user := Parameter{Name: "targetUri", Mandatory: true, OneOf: "target", Summary: "The address of a user or of a queue."}
	path := Parameter{Name: "targetPath", Mandatory: true, OneOf: "target", Summary: "The path of a user or of a queue, instead of its address."}
	return []Operation{
		{Name: "Accept", Summary: "Takes the offered session.", Parameters: []Parameter{
			{Name: "nickname", Summary: "The name that the customer sees."}, lastAgent}},
		{Name: "Reject", Ends: true, Summary: "Declines the offered session."},
		{Name: "SetInFocus", Synonyms: []string{"InFocus"}, Summary: "Tells the server that the agent is looking at this session."},
		{Name: "SendMessage", Summary: "Sends a text to everybody in the session.", Parameters: []Parameter{text}},
		{Name: "SendUrl", With: "SendMessage", Summary: "Sends an address to everybody in the session.", Parameters: []Parameter{
			{Name: "url", Mandatory: true, Summary: "The address to send."}}},
		{Name: "SendStartTypingNotification", Summary: "Tells everybody that the agent is typing."},
		{Name: "SendStopTypingNotification", Summary: "Tells everybody that the agent has stopped typing."},
		{Name: "SendToAgents", Summary: "Sends a text that the customer does not see.", Parameters: []Parameter{text}},
		{Name: "SendStartTypingToAgentsNotification", Summary: "Tells the other agents that this one is typing."},
		{Name: "SendStopTypingToAgentsNotification", Synonyms: []string{"SendStopTypingToAgentNotification"},
			Summary: "Tells the other agents that this one has stopped typing."},
		{Name: "SendCustomNotice", With: "SendMessage", Summary: "Sends a notice for applications to everybody.", Parameters: []Parameter{notice}},
		{Name: "SendCustomNoticeToAgents", With: "SendToAgents", Summary: "Sends a notice for applications to the agents only.", Parameters: []Parameter{notice}},
		{Name: "AttachUserData", Summary: "Adds keys. What happens to a key that exists is not documented for SMS; for voice it is then there twice.", Parameters: []Parameter{
			{Name: "userData", Kind: DataParameter, Mandatory: true, Summary: "The keys and values to add."}}},
		{Name: "UpdateUserData", Summary: "Sets keys, whether they exist or not.", Parameters: []Parameter{
			{Name: "userData", Kind: DataParameter, Mandatory: true, Summary: "The keys and values to set."}}},
		{Name: "DeleteUserData", Summary: "Removes keys.", Parameters: []Parameter{
			{Name: "keys", Kind: KeysParameter, Mandatory: true, Summary: "The keys to remove."}}},
		{Name: "SetDisposition", Summary: "Records the outcome of the session in userData.", Parameters: []Parameter{
			{Name: "disposition", Mandatory: true, Summary: "The outcome."},
			{Name: "dispositionKey", Summary: "The key to record it under; the server's own when left out."}}},
		{Name: "AddComment", With: "UpdateUserData", Summary: "Sets the comment of the session.", Parameters: []Parameter{
			{Name: "comment", Mandatory: true, Summary: "The comment."}}},
		{Name: "Invite", Summary: "Asks another agent to join.", Parameters: []Parameter{user, path}},
		{Name: "Consult", Summary: "Asks another agent to join without the customer's knowledge.", Parameters: []Parameter{user, path}},
		{Name: "RemoveParticipantFromConference", With: "SendToAgents", Summary: "Removes another agent.", Parameters: []Parameter{
			{Name: "targetUri", Mandatory: true, Summary: "The address of the agent to remove."}}},
		{Name: "SwitchToMonitor", Summary: "Lets a supervisor watch unseen."},
		{Name: "SwitchToCoach", Summary: "Lets a supervisor speak to the agent alone."},
		{Name: "SwitchToBargeIn", Synonyms: []string{"SwitchBargeIn"}, Summary: "Lets a supervisor speak to everybody."},
		{Name: "Transfer", Ends: true, Summary: "Hands the session over to a user or to a queue.", Parameters: []Parameter{
			{Name: "targetUri", Mandatory: true, OneOf: "target", Summary: "The address of the user."},
			{Name: "queueName", Mandatory: true, OneOf: "target", Summary: "The queue, instead of a user."}}},
		{Name: "Leave", Summary: "Leaves the conversation; the session stays for editing its data, or ends where other agents are in it."},
		{Name: "Complete", Ends: true, Summary: "Ends the session.", Parameters: []Parameter{
			{Name: "queueName", Summary: "Put the session into this queue instead of ending it."}, lastAgent}},
		{Name: "LeaveAndComplete", Ends: true, Summary: "Leaves the conversation and ends the session."},
	}
}
