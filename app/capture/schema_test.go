package capture_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/redact"
)

// A schema is as much of JSON Schema 2020-12 as ours uses; a keyword that it
// does not know fails the test.
type schema struct {
	Ref        string              `json:"$ref"`
	Defs       map[string]*schema  `json:"$defs"`
	OneOf      []*schema           `json:"oneOf"`
	Type       string              `json:"type"`
	Const      any                 `json:"const"`
	Enum       []any               `json:"enum"`
	Required   []string            `json:"required"`
	Properties map[string]*schema  `json:"properties"`
	Additional json.RawMessage     `json:"additionalProperties"`
	Dependent  map[string][]string `json:"dependentRequired"`
	Items      *schema             `json:"items"`
	MinItems   int                 `json:"minItems"`
	MaxItems   *int                `json:"maxItems"`
	Minimum    *float64            `json:"minimum"`
	Maximum    *float64            `json:"maximum"`
	Pattern    string              `json:"pattern"`
	Schema     string              `json:"$schema"`
	ID         string              `json:"$id"`
	Title      string              `json:"title"`
	About      string              `json:"description"`
}

// check returns what is wrong with v at path.
func (s *schema) check(root *schema, path string, v any) error {
	if s.Ref != "" {
		return root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")].check(root, path, v)
	}
	if s.OneOf != nil {
		var reasons []error
		for _, one := range s.OneOf {
			if err := one.check(root, path, v); err != nil {
				reasons = append(reasons, err)
			}
		}
		if len(reasons) != len(s.OneOf)-1 {
			return fmt.Errorf("%s: not exactly one of %d: %v", path, len(s.OneOf), reasons)
		}
	}
	if s.Const != nil && s.Const != v || s.Enum != nil && !slices.Contains(s.Enum, v) {
		return fmt.Errorf("%s: %v is not allowed", path, v)
	}
	return s.checkType(root, path, v)
}

func (s *schema) checkType(root *schema, path string, v any) error {
	switch x := v.(type) {
	case map[string]any:
		return s.checkObject(root, path, x)
	case []any:
		if s.Type != "array" && s.Type != "" || len(x) < s.MinItems || s.MaxItems != nil && len(x) > *s.MaxItems {
			return fmt.Errorf("%s: a list of %d", path, len(x))
		}
		for i, e := range x {
			if s.Items != nil {
				if err := s.Items.check(root, fmt.Sprintf("%s[%d]", path, i), e); err != nil {
					return err
				}
			}
		}
	case string:
		if s.Type != "string" && s.Type != "" || s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(x) {
			return fmt.Errorf("%s: the text %q", path, x)
		}
	case float64:
		if s.Type != "integer" && s.Type != "" || s.Minimum != nil && x < *s.Minimum || s.Maximum != nil && x > *s.Maximum {
			return fmt.Errorf("%s: the number %v", path, x)
		}
	case bool:
		if s.Type != "boolean" && s.Type != "" {
			return fmt.Errorf("%s: %v", path, x)
		}
	}
	return nil
}

func (s *schema) checkObject(root *schema, path string, x map[string]any) error {
	if s.Type != "object" && s.Type != "" {
		return fmt.Errorf("%s: an object", path)
	}
	for _, name := range s.Required {
		if _, ok := x[name]; !ok {
			return fmt.Errorf("%s: %s is missing", path, name)
		}
	}
	for name, v := range x {
		for _, other := range s.Dependent[name] {
			if _, ok := x[other]; !ok {
				return fmt.Errorf("%s: %s without %s", path, name, other)
			}
		}
		member := s.Properties[name]
		switch {
		case member != nil:
		case string(s.Additional) == "false":
			return fmt.Errorf("%s: %s is unknown", path, name)
		case s.Additional != nil:
			member = new(schema)
			if err := json.Unmarshal(s.Additional, member); err != nil {
				return err
			}
		default:
			continue
		}
		if err := member.check(root, path+"."+name, v); err != nil {
			return err
		}
	}
	return nil
}

func loadSchema(t *testing.T) *schema {
	t.Helper()
	file, err := os.Open("capture.schema.json")
	require.NoError(t, err)
	defer file.Close()
	d := json.NewDecoder(file)
	d.DisallowUnknownFields()
	s := new(schema)
	require.NoError(t, d.Decode(s))
	return s
}

func TestSchemaFitsWhatIsWritten(t *testing.T) {
	s := loadSchema(t)
	many, _ := capturetest.Near(100, 300)
	personal := capturetest.Everything()
	personal.Append(capture.Observation{Kind: capture.Snapshot, Session: "00aA", Raw: []byte(`{"id":"00aA","state":"Chatting","userData":{"CustomerPhone":"+49 170 5550123"}}`)})
	redacted, _ := redact.Cut(personal, redact.Export{Created: capturetest.Noon, Chosen: "a person"})
	require.NotEmpty(t, redacted.Header.Redaction.Hidden)
	for _, c := range []*capture.Capture{capturetest.Everything(), many, redacted, {}} {
		for line := range strings.Lines(capturetest.Unzip(t, capturetest.Write(t, c))) {
			var v any
			require.NoError(t, json.Unmarshal([]byte(line), &v))
			require.NoError(t, s.check(s, "line", v), line)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := loadSchema(t)
	for _, line := range []string{`{}`, `[]`, `{"n":1}`, `{"n":0,"kind":"note"}`, `{"n":1,"kind":"vision"}`, `{"n":1,"kind":"note","body":"x"}`,
		`{"n":1,"kind":"note","from":1,"crc32":"00000000"}`, `{"n":1,"kind":"note","time":"noon"}`,
		`{"n":1,"kind":"note","edits":[[1]],"from":1,"crc32":"00000000"}`, `{"keytrail":"capture","version":4,"created":"2026-01-05T12:00:00Z"}`, `{"n":1,"kind":"note","colour":1}`} {
		var v any
		require.NoError(t, json.Unmarshal([]byte(line), &v))
		assert.Error(t, s.check(s, "line", v), line)
	}
}

// The description names every member that the schema has.
func TestDescriptionIsComplete(t *testing.T) {
	text, err := os.ReadFile("../../CAPTURE.md")
	require.NoError(t, err)
	s := loadSchema(t)
	for _, def := range []string{"head", "observation"} {
		for name := range s.Defs[def].Properties {
			assert.Contains(t, string(text), "`"+name+"`", def)
		}
	}
}
