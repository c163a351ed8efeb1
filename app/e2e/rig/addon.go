package rig

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"
)

// LintAddon returns what Mozilla's linter calls an error of an extension.
func LintAddon(t *testing.T, zip string) (errors []string) {
	t.Helper()
	node := tool(t, "Mozilla's linter of extensions", "node")
	dir := filepath.Join(Dir(), "addon")
	install(t, dir)
	out, err := exec.Command(node, filepath.Join(dir, "node_modules", "addons-linter", "bin", "addons-linter"), "--output=json", zip).Output()
	var report struct {
		Errors []struct{ Code, Message, File string }
	}
	if parsed := json.Unmarshal(out, &report); parsed != nil {
		t.Fatalf("addons-linter: %v %v\n%s", err, parsed, out)
	}
	for _, e := range report.Errors {
		errors = append(errors, e.Code+": "+e.Message+" "+e.File)
	}
	return errors
}
