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

// ClassNamed returns the class whose String is name.
func ClassNamed(name string) (Class, bool) {
	for c := range Reporting + 1 {
		if c.String() == name {
			return c, true
		}
	}
	return Other, false
}

// String returns the data-class word: "other", "business", "contact",
// "disposition", "routing", "cost-routing", "chat-server", "reporting".
func (c Class) String() string {
	return [...]string{"other", "business", "contact", "disposition", "routing", "cost-routing", "chat-server", "reporting"}[c]
}
