package cli_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wikiform/provider/sandbox"
)

// TestCredentialsGoToOneHost plans pull requests that write the host of a wiki
// in another way, on a machine that has this wiki's credentials. Every host there
// is answers, behind TLS, as a wiki does, with a certificate that the machine
// trusts; what it is sent is looked at.
func TestCredentialsGoToOneHost(t *testing.T) {
	t.Parallel()
	world := newTLSWorld(t)
	for name, tt := range map[string]struct {
		host string   // in the manifest's api
		env  []string // variables that are set to a password beside wiki.example.org's
		sent []string // hosts that got a password
	}{
		"as it is":           {host: "wiki.example.org", sent: []string{"wiki.example.org"}},
		"in capitals":        {host: "WIKI.example.org", sent: []string{"wiki.example.org"}},
		"full width":         {host: "ｗｉｋｉ.example.org", sent: []string{"wiki.example.org"}},
		"dotted capital I":   {host: "wİki.example.org"},
		"dotless i":          {host: "wıki.example.org"},
		"punycode":           {host: "xn--wiki-rwc.example.org"},
		"trailing dot":       {host: "wiki.example.org."},
		"two dots":           {host: "wiki..example.org", env: []string{"wiki__example_org"}},
		"hyphen for dots":    {host: "wiki-example.org", env: []string{"wiki__example_org"}, sent: []string{"wiki-example.org"}},
		"hyphen beside dot":  {host: "wiki.-example.org", env: []string{"wiki___example_org"}},
		"hyphen before dot":  {host: "wiki-.example.org", env: []string{"wiki___example_org"}},
		"underscore":         {host: "wiki_example.org"},
		"port as a label":    {host: "wiki.example.org.443", env: []string{"wiki_example_org_443"}},
		"port":               {host: "wiki.example.org:443", env: []string{"wiki_example_org_443"}, sent: []string{"wiki.example.org"}},
		"another port":       {host: "wiki.example.org:8443"},
		"IPv6 like a name":   {host: "[fe80::1]", env: []string{"fe80__1"}},
		"name like IPv6":     {host: "fe80-1", env: []string{"fe80__1"}, sent: []string{"fe80-1"}},
		"soft hyphen":        {host: "wi\u00adki.example.org", sent: []string{"wiki.example.org"}},
		"somebody's subhost": {host: "wiki.example.org.attacker.example"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := world.plan(t, tt.host, tt.env)
			if !slices.Equal(sent, tt.sent) {
				t.Errorf("api = https://%s/w/api.php: a password went to %q, want %q", tt.host, sent, tt.sent)
			}
		})
	}
}

// tlsWorld is a network in which every host has a wiki behind TLS. It is reached
// through a proxy, which nobody's resolver has a say in.
type tlsWorld struct {
	roots string // a file with the authority that the machine trusts
	ca    *x509.Certificate
	key   *ecdsa.PrivateKey
}

func newTLSWorld(t *testing.T) *tlsWorld {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(t, err)
	w := &tlsWorld{roots: filepath.Join(t.TempDir(), "roots.pem"), key: key, ca: &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "an authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}}
	der, err := x509.CreateCertificate(rand.Reader, w.ca, w.ca, key.Public(), key)
	check(t, err)
	put(t, w.roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return w
}

// certificate is for whatever host is asked for.
func (w *tlsWorld) certificate(host string) (*tls.Certificate, error) {
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: w.ca.NotBefore, NotAfter: w.ca.NotAfter,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		leaf.IPAddresses = []net.IP{ip}
	} else {
		leaf.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, w.ca, w.key.Public(), w.key)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: w.key}, err
}

// plan plans a manifest whose api is at host and gives the hosts that were sent
// a password.
func (w *tlsWorld) plan(t *testing.T, host string, variables []string) []string {
	wiki, err := sandbox.New(sandbox.Accounts(sandbox.Account{Name: "Robot", Password: marker, Rights: []string{"read", "edit", "upload"}}))
	check(t, err)
	p := &tlsProxy{world: w, conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{
		Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			p.look(r)
			wiki.ServeHTTP(rw, r)
		}),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, dialled{}, c.(namedConn).host)
		},
	}
	go server.Serve(p)
	t.Cleanup(func() { server.Close() })
	proxy := httptest.NewServer(p)
	t.Cleanup(proxy.Close)

	dir := t.TempDir()
	put(t, filepath.Join(dir, "main.wiki.hcl"), []byte("wiki \"w\" {\n  api = \"https://"+host+"/w/api.php\"\n}\n"))
	ctx, cancel := context.WithTimeout(t.Context(), mostTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, "wikiform", "plan", "-chdir="+dir)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "CI=true", "HTTPS_PROXY=" + proxy.URL, "SSL_CERT_FILE=" + w.roots}
	for _, name := range append([]string{"wiki_example_org"}, variables...) {
		cmd.Env = append(cmd.Env, "WIKIFORM_USER_"+name+"=Robot", "WIKIFORM_PASSWORD_"+name+"="+marker)
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()
	check(t, ctx.Err())
	if strings.Contains(out.String(), marker) {
		t.Errorf("the password is printed:\n%s", out.String())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil && p.requests == 0 {
		t.Errorf("the plan went nowhere, and is a plan all the same:\n%s", out.String())
	}
	slices.Sort(p.got)
	return slices.Compact(p.got)
}

type dialled struct{}

// tlsProxy is a proxy, and the server of every host behind it.
type tlsProxy struct {
	world  *tlsWorld
	conns  chan net.Conn
	closed chan struct{}

	mu       sync.Mutex
	requests int
	got      []string // hosts that were sent a password
}

// namedConn is a connection with the host that it was made to.
type namedConn struct {
	net.Conn
	host string
}

func (p *tlsProxy) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if r.Method != http.MethodConnect || err != nil {
		http.Error(rw, "CONNECT is for https", http.StatusBadRequest)
		return
	}
	certificate, err := p.world.certificate(host)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadGateway)
		return
	}
	conn, _, err := rw.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
	secured := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{*certificate}})
	if secured.HandshakeContext(r.Context()) != nil {
		conn.Close()
		return
	}
	select {
	case p.conns <- namedConn{secured, host}:
	case <-p.closed:
	}
}

// Accept, Close and Addr make it what an http.Server listens on.
func (p *tlsProxy) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *tlsProxy) Close() error {
	close(p.closed)
	return nil
}

func (p *tlsProxy) Addr() net.Addr { return &net.TCPAddr{} }

// look looks for a password in a request.
func (p *tlsProxy) look(r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests++
	if strings.Contains(string(body)+r.URL.RawQuery+r.Header.Get("Authorization"), marker) {
		p.got = append(p.got, r.Context().Value(dialled{}).(string))
	}
}
