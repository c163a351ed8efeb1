package settings_test

import (
	"net/url"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/settings"
)

// What is grouped or sorted by a column goes with it, and the list that others hold
// stays as it was.
func TestColumnsOfABoard(t *testing.T) {
	b := settings.Board{Columns: []string{"a", "b", "c"}, Group: "=b", Sort: "=b", Down: true}
	before := b.Columns
	assert.Equal(t, 2, b.Move("a", 9))
	assert.Equal(t, -1, b.Move("a", 1), "it is the last")
	assert.Equal(t, -1, b.Move("x", 1))
	b.Toggle("b")
	assert.Equal(t, settings.Board{Columns: []string{"c", "a"}, Own: true}, b)
	b.Toggle("d")
	assert.Equal(t, []string{"c", "a", "d"}, b.Columns)
	assert.Equal(t, []string{"a", "b", "c"}, before)
}

func TestBoard(t *testing.T) {
	for _, row := range []struct {
		name  string
		board settings.Board
		text  string
	}{
		{"nothing chosen", settings.Board{}, ""},
		{"all of it", settings.Board{Columns: []string{"DISP_KEY", "a & b=c", ""}, Own: true, Sort: "=DISP_KEY", Down: true, Group: "state"},
			"column=DISP_KEY&column=a+%26+b%3Dc&column=&group=state&order=-%3DDISP_KEY"},
		{"no column", settings.Board{Own: true}, "columns=none"},
		{"ascending", settings.Board{Sort: "customer"}, "order=customer"},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := url.Values{}
			row.board.Write(v)
			assert.Equal(t, row.text, v.Encode())
			assert.Equal(t, row.board, settings.ReadBoard(v))
		})
	}
}

// A link to a board whose columns nobody has chosen takes none away from who has.
func TestABoardFollowsALink(t *testing.T) {
	mine := settings.Board{Columns: []string{"a"}, Own: true, Sort: "customer"}
	for _, row := range []struct {
		name, address string
		want          settings.Board
	}{
		{"nothing", "board=", mine},
		{"an order", "order=-state", settings.Board{Columns: mine.Columns, Own: true, Sort: "state", Down: true}},
		{"groups", "group=state", settings.Board{Columns: mine.Columns, Own: true, Group: "state"}},
		{"columns", "column=b", settings.Board{Columns: []string{"b"}, Own: true}},
		{"no column", "columns=none", settings.Board{Own: true}},
	} {
		t.Run(row.name, func(t *testing.T) {
			v, err := url.ParseQuery(row.address)
			require.NoError(t, err)
			b := mine
			b.Follow(v)
			assert.Equal(t, row.want, b)
		})
	}
}

func TestABoardHasAsManyColumnsAsThereIsRoomFor(t *testing.T) {
	v := url.Values{"column": {"k0", "k0"}}
	for i := range 50 {
		v.Add("column", "k"+strconv.Itoa(i))
	}
	got := settings.ReadBoard(v).Columns
	assert.Len(t, got, settings.MostColumns)
	assert.Equal(t, "k1", got[1])
}
