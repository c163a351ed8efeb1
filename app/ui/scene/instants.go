package scene

import (
	"slices"

	"github.com/keytrail/keytrail/app/tracker"
)

// Near returns the entry of the ascending list that follows n in the direction
// of by, 0 when there is none.
func Near(list []int, n, by int) int {
	found := 0
	for _, x := range list {
		if by < 0 && x < n {
			found = x
		}
		if by > 0 && x > n {
			return x
		}
	}
	return found
}

// Along returns the entry of the ascending list that is by steps from n: the
// first one at most, 0 behind the last one.
func Along(list []int, n, by int) int {
	i, exact := slices.BinarySearch(list, n)
	if by > 0 && !exact {
		i-- // n stands behind this one
	}
	if i += by; i >= len(list) || len(list) == 0 {
		return 0
	}
	return list[max(i, 0)]
}

// OnlyTraffic reports that a state says nothing new of any session, nor of the
// link but that it was alive: a poll has begun or ended. Half of all states do.
func OnlyTraffic(old, s *tracker.State) bool {
	alike := s.Book == old.Book && slices.Equal(s.Files, old.Files) && s.Connection().State == old.Connection().State && s.Connection().Problem == old.Connection().Problem && len(s.Sessions) == len(old.Sessions) && (len(s.Sessions) == 0 || &s.Sessions[0] == &old.Sessions[0])
	return alike && s.Link.State == old.Link.State && s.Link.Problem == old.Link.Problem && s.Link.Profile.Name == old.Link.Profile.Name &&
		s.Link.Since.Equal(old.Link.Since) && len(s.Notes) == len(old.Notes) && len(s.Strays) == len(old.Strays) && s.Opening == old.Opening && s.Finding == old.Finding && s.Misbehaviours == old.Misbehaviours && s.Forgotten == old.Forgotten
}
