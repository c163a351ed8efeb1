package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// An ociLayout is an archive in OCI's image layout under way. A blob's name is the
// digest of what is in it, and no time is written down: the same server makes
// the same image.
type ociLayout struct{ archive *tar.Writer }

// A descriptor says what a blob is, as the image specification spells it.
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Platform    map[string]string `json:"platform,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

const (
	ociTypes = "application/vnd.oci.image."
	epoch    = "1970-01-01T00:00:00Z"
	imageTag = "keytrail:latest"
)

// packServer builds the server for a container without anything else in it and
// writes the image to a file.
func packServer(root, arch, file string) error {
	server := filepath.Join(root, "build", "keytrail-linux-"+arch)
	env := []string{"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + arch}
	if _, err := run(root, env, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", server, "."); err != nil {
		return err
	}
	program, err := os.ReadFile(server)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := writeImage(&b, program, arch); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// writeImage writes the archive of an image that runs the program. Beside
// OCI's index stands that of older container engines, with the same blobs.
func writeImage(w io.Writer, program []byte, arch string) error {
	l := &ociLayout{tar.NewWriter(w)}
	layer, content, err := layerOf(program)
	if err != nil {
		return err
	}
	config, err := l.json("config.v1+json", map[string]any{
		"created": epoch, "architecture": arch, "os": "linux",
		"config": map[string]any{
			"User": "65532:65532", "ExposedPorts": map[string]any{"8000/tcp": struct{}{}},
			"Entrypoint": []string{"/keytrail"}, "Cmd": []string{"-addr", ":8000", "-insecure-listen"},
		},
		"rootfs":  map[string]any{"type": "layers", "diff_ids": []string{sum(content)}},
		"history": []any{map[string]string{"created": epoch, "created_by": "make image"}},
	})
	if err != nil {
		return err
	}
	packed, err := l.blob("layer.v1.tar+gzip", layer)
	if err != nil {
		return err
	}
	manifest, err := l.json("manifest.v1+json", map[string]any{
		"schemaVersion": 2, "mediaType": ociTypes + "manifest.v1+json", "config": config, "layers": []descriptor{packed},
	})
	if err != nil {
		return err
	}
	manifest.Platform = map[string]string{"architecture": arch, "os": "linux"}
	manifest.Annotations = map[string]string{"org.opencontainers.image.ref.name": "latest"}
	for _, f := range []struct {
		name    string
		content any
	}{
		{"oci-layout", map[string]string{"imageLayoutVersion": "1.0.0"}},
		{"index.json", map[string]any{"schemaVersion": 2, "mediaType": ociTypes + "index.v1+json", "manifests": []descriptor{manifest}}},
		{"manifest.json", []any{map[string]any{"Config": config.path(), "RepoTags": []string{imageTag}, "Layers": []string{packed.path()}}}},
	} {
		data, err := json.Marshal(f.content)
		if err != nil {
			return err
		}
		if err := l.file(f.name, 0o644, data); err != nil {
			return err
		}
	}
	return l.archive.Close()
}

// layerOf makes the only layer: the program, which anybody may run.
func layerOf(program []byte) (packed, content []byte, err error) {
	var plain, small bytes.Buffer
	inside := &ociLayout{tar.NewWriter(&plain)}
	if err := inside.file("keytrail", 0o755, program); err != nil {
		return nil, nil, err
	}
	if err := inside.archive.Close(); err != nil {
		return nil, nil, err
	}
	w, err := gzip.NewWriterLevel(&small, gzip.BestCompression)
	if err != nil {
		return nil, nil, err
	}
	err = written(w, plain.Bytes())
	return small.Bytes(), plain.Bytes(), err
}

func (l *ociLayout) json(kind string, content any) (descriptor, error) {
	data, err := json.Marshal(content)
	if err != nil {
		return descriptor{}, err
	}
	return l.blob(kind, data)
}

func (l *ociLayout) blob(kind string, data []byte) (descriptor, error) {
	d := descriptor{MediaType: ociTypes + kind, Digest: sum(data), Size: len(data)}
	return d, l.file(d.path(), 0o644, data)
}

func (l *ociLayout) file(name string, mode int64, data []byte) error {
	if err := l.archive.WriteHeader(&tar.Header{Name: name, Mode: mode, Size: int64(len(data)), Format: tar.FormatUSTAR}); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	_, err := l.archive.Write(data)
	return err
}

func (d descriptor) path() string { return "blobs/sha256/" + d.Digest[len("sha256:"):] }

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(h[:])
}
