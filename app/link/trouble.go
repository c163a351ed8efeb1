package link

import "github.com/keytrail/keytrail/app/bayeux"

// retrying notes a lost link. What happens from the last sign of life on is
// unobserved until the sessions have been read again.
func (k *Link) retrying(c *connection, e bayeux.Retrying) {
	c.unobserved.lost(k.status.Heartbeat)
	err := obstacle(e.Err)
	k.set(c.conditionAfter(err), err)
	k.status.Attempt, k.status.Next = e.Attempt, e.Next
	k.failStep(err)
	if !c.shaken {
		k.probe(c, err)
	}
}

// ended notes that the poll loop gave up.
func (k *Link) ended(c *connection, err error) {
	if c.ctx.Err() != nil {
		return
	}
	c.unobserved.lost(k.status.Heartbeat)
	err = obstacle(err)
	k.failStep(err)
	if s := c.conditionAfter(err); s != Reconnecting {
		k.set(s, err)
		return
	}
	k.set(Refused, err)
}

// conditionAfter is the state of the link after the poll loop met err.
func (c *connection) conditionAfter(err error) State {
	switch {
	case c.blocked, !c.shaken && NoCSRFToken.in(err):
		return Refused // a person must change the server's settings
	case bayeux.SignInNeeded(err):
		return SignedOut
	}
	return Reconnecting
}

// probe looks whether a first handshake without a response was kept back by
// the browser: reading may be allowed to this page and writing not.
func (k *Link) probe(c *connection, err error) {
	k.host.Spawn(func() {
		found := probed(c, err)
		k.host.Post(func() {
			if k.open != c || c.shaken || c.ctx.Err() != nil || !CrossOrigin.in(found) {
				return
			}
			c.blocked = true
			k.set(Refused, found)
			k.failStep(found)
		})
	})
}
