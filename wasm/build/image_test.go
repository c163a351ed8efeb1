package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"strings"
	"testing"
)

// unpack reads the files of an archive, with their modes.
func unpack(t *testing.T, archive []byte) (files map[string][]byte, modes map[string]int64) {
	t.Helper()
	files, modes = map[string][]byte{}, map[string]int64{}
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return files, modes
		}
		if err != nil {
			t.Fatal(err)
		}
		if !h.ModTime.IsZero() && h.ModTime.Unix() != 0 {
			t.Errorf("%s carries the time %v", h.Name, h.ModTime)
		}
		if files[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		modes[h.Name] = h.Mode
	}
}

// follow reads the blob that a descriptor names and checks both against it.
func follow(t *testing.T, files map[string][]byte, d descriptor, into any) []byte {
	t.Helper()
	data := files[d.path()]
	if len(data) != d.Size || sum(data) != d.Digest {
		t.Fatalf("%+v names %d bytes with the digest %s", d, len(data), sum(data))
	}
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

// An engine finds the program from the index on, by digests that are right.
func TestImage(t *testing.T) {
	program := []byte(strings.Repeat("the server ", 1000))
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := writeImage(b, program, "arm64"); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same server makes another image")
	}
	files, _ := unpack(t, first.Bytes())
	var index struct{ Manifests []descriptor }
	if err := json.Unmarshal(files["index.json"], &index); err != nil || len(index.Manifests) != 1 {
		t.Fatalf("%v: %s", err, files["index.json"])
	}
	var manifest struct {
		Config descriptor
		Layers []descriptor
	}
	follow(t, files, index.Manifests[0], &manifest)
	var config struct {
		Architecture, OS string
		Config           struct {
			User            string
			Entrypoint, Cmd []string
		}
		Rootfs struct {
			DiffIDs []string `json:"diff_ids"`
		}
	}
	follow(t, files, manifest.Config, &config)
	if config.Architecture != "arm64" || config.OS != "linux" || strings.HasPrefix(config.Config.User, "0") || config.Config.Entrypoint[0] != "/keytrail" {
		t.Errorf("%+v", config)
	}
	r, err := gzip.NewReader(bytes.NewReader(follow(t, files, manifest.Layers[0], nil)))
	if err != nil {
		t.Fatal(err)
	}
	layer, err := io.ReadAll(r)
	if err != nil || sum(layer) != config.Rootfs.DiffIDs[0] {
		t.Errorf("%v: the layer is %s, not %v", err, sum(layer), config.Rootfs.DiffIDs)
	}
	inside, modes := unpack(t, layer)
	if len(inside) != 1 || !bytes.Equal(inside["keytrail"], program) || modes["keytrail"] != 0o755 {
		t.Errorf("the layer holds %d files, modes %v", len(inside), modes)
	}
	var older []struct {
		Config string
		Layers []string
	}
	if err := json.Unmarshal(files["manifest.json"], &older); err != nil || files[older[0].Config] == nil || files[older[0].Layers[0]] == nil {
		t.Errorf("%v: %s", err, files["manifest.json"])
	}
}
