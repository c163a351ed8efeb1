package snippet_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/snippet"
)

var update = flag.Bool("update", false, "write the golden files")

func TestCode(t *testing.T) {
	for auth, name := range map[settings.Auth]string{settings.Cookie: "cookie", settings.Basic: "basic", settings.Bearer: "bearer"} {
		c := snippet.Call{Base: "https://gws.example.com", Path: "/api/v2/me/smssessions/1", Auth: auth,
			Body: `{"operationName":"UpdateUserData","userData":{"it's":"a\\b \u2028 é 👍"}}`}
		for _, language := range snippet.Languages() {
			got, path := c.Code(language), filepath.Join("testdata", name+"-"+language+".txt")
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err, "write it with go test -update")
			assert.Equal(t, string(want), got)
		}
	}
}

func TestVariables(t *testing.T) {
	assert.Equal(t, "GWS_USER and GWS_PASSWORD", snippet.Call{Auth: settings.Basic}.Variables())
	assert.Equal(t, "GWS_TOKEN", snippet.Call{Auth: settings.Bearer}.Variables())
	assert.Contains(t, snippet.Call{}.Variables(), "GWS_COOKIE")
}
