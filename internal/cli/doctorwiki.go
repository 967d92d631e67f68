package cli

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"wikiform/apply/reconcile"
	"wikiform/internal/checkout"
	"wikiform/internal/doctor"
	"wikiform/provider/endpoint"
	"wikiform/provider/mediawiki"
	"wikiform/spec"
)

// errSlow ends an attempt to connect.
var errSlow = errors.New("the wiki did not answer all that was asked within " + doctorEnds.String())

// facts finds out what doctor judges. The error is only that of ctx, or of this machine's
// own folder: what the wiki does is a fact.
func (j *job) facts(ctx context.Context, wiki spec.Wiki) (doctor.Facts, error) {
	f := doctor.Facts{Wiki: wiki, Size: j.sizeOf, Address: doctor.Address{API: wiki.API, Now: time.Now()}}
	c := &connection{Target: reconcile.Target{Declared: wiki}}
	cfg, err := j.config(wiki)
	if err != nil {
		return f, err
	}
	if wiki.Name == "" {
		if c.embedded, err = j.embed(&cfg); err != nil {
			return f, err
		}
		defer c.close()
	} else {
		f.Login = j.whoLogsIn(wiki, &cfg)
		f.Proxy = j.proxyFor(wiki.API)
		cfg.Transport = mediawiki.DefaultTransport()
		if e, err := endpoint.Parse(wiki.API); err == nil {
			f.Address.Private = e.Private()
		}
	}
	seen := &witness{RoundTripper: cfg.Transport}
	cfg.Transport = seen
	cfg.Log = j.log.logger(cfg, c)
	j.connect(ctx, cfg, &f, seen)
	f.Tree = j.tree(f.Login.From)
	f.Clock, f.Address.TLS, f.Address.Expires = seen.clock, seen.tls, seen.expires
	return f, ctx.Err()
}

// connect logs in, where there are credentials, and asks the wiki what it is; where that
// fails it asks again as nobody.
func (j *job) connect(ctx context.Context, cfg mediawiki.Config, f *doctor.Facts, seen *witness) {
	anonymous := cfg.Credentials == (mediawiki.Credentials{})
	client, err := dialSoon(ctx, cfg)
	if err != nil && !anonymous {
		f.Login.Err = err
		if seen.answers > 0 && ctx.Err() == nil { // otherwise it is the same once more
			cfg.Credentials = mediawiki.Credentials{}
			client, err = dialSoon(ctx, cfg)
		}
	}
	if f.Address.Err = err; err != nil {
		return
	}
	site := client.Site()
	f.Site, f.Account, f.Rate = &site, client.Account(), client.Rate()
}

// dialSoon is Dial within bounds.
func dialSoon(ctx context.Context, cfg mediawiki.Config) (*mediawiki.Client, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, doctorEnds, errSlow)
	defer cancel()
	return mediawiki.Dial(ctx, cfg)
}

// whoLogsIn puts the credentials into cfg and tells their origin.
func (j *job) whoLogsIn(wiki spec.Wiki, cfg *mediawiki.Config) doctor.Login {
	l := doctor.Login{How: howToLogIn(wiki.API), Stray: unusedCredentials(j.Env, j.project.Manifest().Wikis)}
	var err error
	if cfg.Credentials, err = j.credentials(wiki.API); err != nil {
		cfg.Credentials, l.Err = mediawiki.Credentials{}, err
	}
	l.Main = cfg.Credentials.User != "" && !strings.Contains(cfg.Credentials.User, "@")
	names, ok := namesOf(wiki.API)
	if !ok {
		return l
	}
	for i, name := range []string{names.token, names.user, names.password} {
		from := j.origin(name)
		if from == "" {
			continue
		}
		if l.From = append(l.From, from); i == 0 {
			break // a token goes before the others
		}
	}
	return l
}

// origin names the variable that holds a credential, or the one that names the file with
// it, with that file; "" for none.
func (a *app) origin(name string) string {
	if a.Env[name] != "" {
		return name
	}
	if file := a.Env[name+"_FILE"]; file != "" {
		return name + "_FILE: " + file
	}
	return ""
}

// proxyFor tells through which proxy an api is asked. The address of one may have a
// password in it, so that only its host is shown.
func (a *app) proxyFor(api string) doctor.Proxy {
	e, err := endpoint.Parse(api)
	if err != nil {
		return doctor.Proxy{}
	}
	scheme := strings.ToUpper(e.URL().Scheme)
	name := scheme + "_PROXY"
	if a.Env[name] == "" {
		name = strings.ToLower(name)
	}
	if value := a.Env[name]; value != "" && !isProxy(value) {
		return doctor.Proxy{From: name, Err: errors.New("what " + name + " says is no address of a proxy")}
	}
	u, err := http.ProxyFromEnvironment(&http.Request{URL: e.URL()})
	if err != nil || u == nil {
		return doctor.Proxy{}
	}
	return doctor.Proxy{Host: u.Host, From: name}
}

// isProxy reports whether a value is an address of a proxy. Go takes one without a scheme, and
// passes over what it cannot read without a word.
func isProxy(value string) bool {
	u, err := url.Parse(value)
	if err != nil || u.Scheme == "" || u.Host == "" {
		u, err = url.Parse("http://" + value)
	}
	return err == nil && u.Hostname() != "" && !strings.HasSuffix(u.Host, ":")
}

// sizeOf is the size of a source.
func (j *job) sizeOf(name string) (int64, bool) {
	info, err := fs.Stat(j.root.FS(), path.Join(j.dir, name))
	if err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	return info.Size(), true
}

// tree tells what git would take along.
func (j *job) tree(from []string) doctor.Tree {
	top := checkout.Top(j.abs)
	if top == "" {
		return doctor.Tree{}
	}
	t := doctor.Tree{Top: true}
	for _, s := range from {
		name, file, isFile := strings.Cut(s, "_FILE: ")
		if !isFile {
			continue
		}
		real, err := filepath.EvalSymlinks(file)
		if err == nil {
			real, err = filepath.Abs(real)
		}
		if err == nil && checkout.Top(filepath.Dir(real)) == top {
			t.Secrets = append(t.Secrets, name+"_FILE")
		}
	}
	return t
}

// witness looks at answers as they come by.
type witness struct {
	http.RoundTripper
	mu      sync.Mutex
	answers int
	clock   doctor.Clock
	tls     string
	expires time.Time
}

// RoundTrip implements [http.RoundTripper].
func (w *witness) RoundTrip(r *http.Request) (*http.Response, error) {
	began := time.Now()
	resp, err := w.RoundTripper.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers++
	if t := resp.TLS; t != nil && len(t.PeerCertificates) > 0 {
		w.tls, w.expires = tls.VersionName(t.Version), t.PeerCertificates[0].NotAfter
	}
	if clock := clockOf(resp.Header, began, time.Now()); clock.Known {
		w.clock = clock
	}
	return resp, nil
}

// clockOf holds this machine's clock, when a request began and when its answer came, against
// the Date of the answer, which has whole seconds. That of an answer out of a cache is old.
func clockOf(h http.Header, began, ended time.Time) doctor.Clock {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil || cmp.Or(h.Get("Age"), "0") != "0" {
		return doctor.Clock{}
	}
	half := ended.Sub(began) / 2
	return doctor.Clock{Known: true, Ahead: began.Add(half).Sub(date.Add(time.Second / 2)), Within: half + time.Second/2}
}
