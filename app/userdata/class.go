package userdata

// A Class groups keys by who usually writes them.
type Class uint8

// The classes.
const (
	Other Class = iota
	Business
	Contact
	Disposition
	Routing
	CostRouting
	ChatServer
	Reporting
)

// String returns the data-class word: "other", "business", "contact",
// "disposition", "routing", "cost-routing", "chat-server", "reporting".
func (c Class) String() string {
	return [...]string{"other", "business", "contact", "disposition", "routing", "cost-routing", "chat-server", "reporting"}[c]
}
