package gws

import (
	"context"

	"github.com/keytrail/keytrail/app/rawjson"
)

// simulatorPath is a resource of the simulator that no GWS has. It is asked only
// of servers that say in the reply to [Client.Me] that they are one.
const simulatorPath = root + "/simulator"

// A Misbehaviour is a way in which the simulator can treat writes.
type Misbehaviour struct {
	Way string
	On  bool
}

// Misbehaviours asks the simulator how it treats writes.
func (c *Client) Misbehaviours(ctx context.Context) ([]Misbehaviour, error) {
	b, err := c.get(ctx, simulatorPath)
	if err != nil {
		return nil, err
	}
	var list []Misbehaviour
	err = rawjson.Members(b.raw, func(key string, value []byte) error {
		if key != "misbehaviours" {
			return nil
		}
		return rawjson.Elements(value, func(element []byte) error {
			var m Misbehaviour
			err := rawjson.Members(element, func(key string, value []byte) error {
				switch key {
				case "way":
					m.Way = text(value)
				case "on":
					m.On = string(value) == "true"
				}
				return nil
			})
			list = append(list, m)
			return err
		})
	})
	return list, err
}

// Misbehave has the simulator treat writes in the ways named and in no others.
func (c *Client) Misbehave(ctx context.Context, ways []string) error {
	_, err := c.post(ctx, simulatorPath, Body("Misbehave", Texts("ways", ways)))
	return err
}
