package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// certificate writes the certificate of httptest, which is for example.com and
// this machine, and its key, and returns a client that trusts it.
func certificate(t *testing.T) (cert, key string, client *http.Client) {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	der, err := x509.MarshalPKCS8PrivateKey(server.TLS.Certificates[0].PrivateKey)
	require.NoError(t, err)
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600))
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return cert, key, &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
}

func TestTLS(t *testing.T) {
	cert, key, client := certificate(t)
	address, _ := start(t, web(), "-addr", "127.0.0.1:0", "-tls-cert", cert, "-tls-key", key)
	require.True(t, strings.HasPrefix(address, "https://127.0.0.1:"), address)
	t.Cleanup(client.CloseIdleConnections)
	get := func(host, origin string) int {
		req, err := http.NewRequestWithContext(t.Context(), "GET", address+"/api/v2/me", nil)
		require.NoError(t, err)
		req.Host = host
		if origin != "" {
			req.Header.Set("Origin", origin)
		}
		resp, err := client.Do(req)
		require.NoError(t, err)
		resp.Body.Close()
		return resp.StatusCode
	}
	assert.Equal(t, 200, get("", address))
	assert.Equal(t, 403, get("", strings.Replace(address, "https", "http", 1)), "the same host without TLS is another origin")
	assert.Equal(t, 200, get("example.com", ""), "a name that the certificate is for")
	assert.Equal(t, 403, get("example.org", ""))
}

func TestListeningForOtherMachines(t *testing.T) {
	address, _ := start(t, web(), "-addr", ":0", "-insecure-listen")
	assert.True(t, strings.HasPrefix(address, "http://localhost:"), "an address that can be opened: %s", address)
	name, err := os.Hostname()
	require.NoError(t, err)
	for _, test := range []struct {
		host   string
		status int
	}{
		{"192.0.2.7", 200}, {"[2001:db8::7]:80", 200}, {name, 200}, {"localhost", 200}, {"evil.example", 403},
	} {
		resp, _ := do(t, "GET", address+"/", "Host", test.host)
		assert.Equal(t, test.status, resp.StatusCode, test.host)
	}
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, 403, resp.StatusCode, "whoever says no name has none of ours")
}

func TestAddressesThatNeedACertificate(t *testing.T) {
	cert, key, _ := certificate(t)
	for _, test := range []struct {
		addr    string
		allowed bool
	}{
		{"localhost:0", true}, {"127.0.0.1:0", true}, {"127.1.2.3:0", true}, {"[::1]:0", true},
		{":0", false}, {"0.0.0.0:0", false}, {"[::]:0", false}, {"192.0.2.1:0", false}, {"keytrail.example.com:0", false},
	} {
		t.Run(test.addr, func(t *testing.T) {
			_, err := parse([]string{"-addr", test.addr}, nil)
			assert.Equal(t, test.allowed, err == nil, "%v", err)
			for _, flags := range [][]string{{"-insecure-listen"}, {"-tls-cert", cert, "-tls-key", key}} {
				_, err := parse(append(flags, "-addr", test.addr), nil)
				assert.NoError(t, err)
			}
		})
	}
}

// A browser takes localhost for either address of this machine.
func TestLocalhostIsTakenWhole(t *testing.T) {
	six, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("this machine has no IPv6 address of its own: ", err)
	}
	t.Cleanup(func() { six.Close() })
	address, _ := start(t, web(), "-addr", "localhost:0")
	_, port, err := net.SplitHostPort(strings.TrimPrefix(address, "http://"))
	require.NoError(t, err)
	for _, host := range []string{"127.0.0.1", "[::1]"} {
		resp, _ := do(t, "GET", "http://"+host+":"+port+"/")
		assert.Equal(t, 200, resp.StatusCode, host)
	}

	_, half, err := net.SplitHostPort(six.Addr().String())
	require.NoError(t, err)
	err = run(t.Context(), web(), []string{"-addr", "localhost:" + half}, io.Discard)
	assert.ErrorContains(t, err, "the port is in use", "another program has the other half")
}
