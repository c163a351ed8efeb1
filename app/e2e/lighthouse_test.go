package e2e_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// Lighthouse finds nothing to object to, and nothing moves while the page
// loads, on a telephone and on a screen.
func TestLighthouse(t *testing.T) {
	rig.Long(t)
	program := rig.Start(t, "-sim-quiet")
	for _, test := range []struct {
		name  string
		flags []string
	}{
		{"telephone", nil},
		{"screen", []string{"--preset=desktop"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := rig.Lighthouse(t, program.URL, test.flags...)

			assert.Equal(t, 1.0, report.Accessibility, "accessibility")
			assert.Equal(t, 1.0, report.BestPractices, "best practices")
			assert.Empty(t, report.Objections)
			assert.Less(t, report.Shift, 0.001, "a digit may change in its place, but nothing moves")
		})
	}
}

// A page with faults does not get past it.
func TestLighthouseObjects(t *testing.T) {
	rig.Long(t)
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, err := io.WriteString(w, `<html><body><p>Moved.</p><input><script>
			setTimeout(() => document.querySelector("p").style.marginTop = "200px", 500)
		</script></body></html>`)
		assert.NoError(t, err)
	}))
	t.Cleanup(bad.Close)

	report := rig.Lighthouse(t, bad.URL)

	assert.Less(t, report.Accessibility, 1.0)
	assert.Less(t, report.BestPractices, 1.0)
	assert.NotEmpty(t, report.Objections)
	assert.Greater(t, report.Shift, 0.001)
}
