package endpoint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for api, want := range map[string]parsed{
		"https://wiki.example.org/w/api.php":           {URL: "https://wiki.example.org/w/api.php", Variable: "wiki_example_org"},
		"https://WIKI.Example.org/w/api.php":           {URL: "https://wiki.example.org/w/api.php", Variable: "wiki_example_org"},
		"http://127.0.0.1:8080/w/api.php":              {URL: "http://127.0.0.1:8080/w/api.php", Variable: "127_0_0_1_8080"},
		"http://localhost:8080/w/api.php":              {URL: "http://localhost:8080/w/api.php", Variable: "localhost_8080"},
		"https://my-wiki.example.org/w/api.php":        {URL: "https://my-wiki.example.org/w/api.php", Variable: "my__wiki_example_org"},
		"https://a.b:08080/x":                          {URL: "https://a.b:8080/x", Variable: "a_b_8080"},
		"https://a.b:/x":                               {URL: "https://a.b/x", Variable: "a_b"},
		"https://wİki.example.org/w/api.php":           {URL: "https://xn--wiki-rwc.example.org/w/api.php", Variable: "xn____wiki__rwc_example_org"},
		"https://exämple.org/x":                        {URL: "https://xn--exmple-cua.org/x", Variable: "xn____exmple__cua_org"},
		"https://ｅｘａｍｐｌｅ。org/x":                        {URL: "https://example.org/x", Variable: "example_org"},
		"https://wi\u212ai.example.org/x":              {URL: "https://wiki.example.org/x", Variable: "wiki_example_org"},
		"https://[fe80::1]/x":                          {URL: "https://[fe80::1]/x", Variable: "_fe80_0_0_0_0_0_0_1"},
		"https://[0:0::1]:80/x":                        {URL: "https://[::1]:80/x", Variable: "_0_0_0_0_0_0_0_1_80"},
		"https://intra_net/x":                          {URL: "https://intra_net/x"},
		"https://a.b.8080/x":                           {Err: `names the host "a.b.8080", which ends in a number and is no IPv4 address`},
		"https://127.1/x":                              {Err: `names the host "127.1", which ends in a number and is no IPv4 address`},
		"https://127.0.0.01/x":                         {Err: `names the host "127.0.0.01", which ends in a number and is no IPv4 address`},
		"https://0x7f000001/x":                         {Err: `names the host "0x7f000001", which ends in a number and is no IPv4 address`},
		"https://a..b/x":                               {Err: `names the host "a..b", which begins or ends with a dot, or has two in a row`},
		"https://a.b./x":                               {Err: `names the host "a.b.", which begins or ends with a dot, or has two in a row`},
		"https://a.-b/x":                               {Err: `names the host "a.-b", which has a hyphen beside a dot, or at its beginning or end`},
		"https://a-.b/x":                               {Err: `names the host "a-.b", which has a hyphen beside a dot, or at its beginning or end`},
		"https://a*b/x":                                {Err: `names the host "a*b", which has a '*' in it`},
		"https://[fe80::1%25eth0]/x":                   {Err: `names the host [fe80::1%eth0], which is no IPv6 address of a server`},
		"https://a.b:70000/x":                          {Err: "has the port 70000, and ports are numbers from 1 to 65535"},
		"https://" + strings.Repeat("a", 64) + ".org/": {Err: `names the host "` + strings.Repeat("a", 64) + `.org", which has more than 63 letters between its dots`},
		"wiki.example.org/w/api.php":                   {Err: "does not begin with https:// or http://; write https://wiki.example.org/w/api.php"},
		"wiki.example.org":                             {Err: "does not begin with https:// or http://; write https://wiki.example.org/w/api.php"},
		"//wiki.example.org/w/api.php":                 {Err: "does not begin with https:// or http://; write https://wiki.example.org/w/api.php"},
		"wiki.example.org:8443/w/api.php?token=s3cret": {Err: "does not begin with https:// or http://; write https://wiki.example.org:8443/w/api.php"},
		"127.0.0.1:9743/w/api.php":                     {Err: "does not begin with https:// or http://; write http://127.0.0.1:9743/w/api.php"},
		"localhost:8080/w/api.php":                     {Err: "does not begin with https:// or http://; write http://localhost:8080/w/api.php"},
		" https://a.b/x":                               {Err: "has blanks around it; write https://a.b/x"},
		"https://a.b/x\u00a0":                          {Err: "has blanks around it; write https://a.b/x"},
		"\ufeffa.b/x":                                  {Err: "has blanks around it; write https://a.b/x"},
		"https:/a.b/x":                                 {Err: "names no host; write https://a.b/x"},
		"HTTP:a.b/x":                                   {Err: "names no host; write http://a.b/x"},
		"https//a.b/x":                                 {Err: "does not begin with https:// or http://; write https://a.b/x"},
		"http://127.0.0.1:8080/w/api.php?":             {Err: "has something after the path; the address of the wiki's api.php, usually http://127.0.0.1:8080/w/api.php and no more"},
		"http://a.b/w/api.php?":                        {Err: "has something after the path; the address of the wiki's api.php, usually https://a.b/w/api.php and no more"},
		"u:s3cret@a.b/x":                               {Err: "does not begin with https:// or http://"},
		"ftp://a.b/x":                                  {Err: "does not begin with https:// or http://"},
		"https:///x":                                   {Err: "names no host"},
		"https://u:secret@a.b/x":                       {Err: "has credentials in it, which belong into the environment and not into git"},
		"https://u:secret/x@a.b/x":                     {Err: "is no URL"},
		"https://a b/x":                                {Err: `is no URL: invalid character " " in host name`},
		"https://a.b/x?action=query":                   {Err: "has something after the path; the address of the wiki's api.php, usually https://a.b/w/api.php and no more"},
	} {
		var got parsed
		e, err := Parse(api)
		if err != nil {
			got.Err = err.Error()
		} else {
			got.URL = e.String()
			got.Variable, _ = e.Variable()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q): -want +got\n%s", api, diff)
		}
	}
}

// parsed is what comes of an address; Variable is "" where there is none.
type parsed struct{ URL, Variable, Err string }

// Whatever two addresses anybody writes: if both may have credentials and these
// have one name, it is one host and port. And what is canonical stays as it is.
func TestNoTwoHostsShareAVariable(t *testing.T) {
	// Few letters, so that what could be taken for another is drawn often.
	piece := rapid.SampledFrom([]string{"a", "b", "c", "d", "a-b", "a.b", "b.a", "8", "80", "0x8", "-", "--", ".", "..", "_", ":", "::", "fe80", "İ", "i", "ß", "ss", "ｉ", "。", "K", "k", "xn--", "\u00ad"})
	address := rapid.Custom(func(t *rapid.T) string {
		host := strings.Join(rapid.SliceOfN(piece, 1, 6).Draw(t, "host"), "")
		if rapid.Bool().Draw(t, "brackets") {
			host = "[" + host + "]"
		}
		if rapid.Bool().Draw(t, "port") {
			host += ":" + rapid.SampledFrom([]string{"8", "80", "080", "8080", "0", "99999", ""}).Draw(t, "number")
		}
		return "https://" + host + "/w/api.php"
	})
	byName := map[string]string{} // the host that has the name, over all that was drawn
	accepted := 0
	one := func(t *rapid.T, api string) {
		e, err := Parse(api)
		if err != nil {
			return
		}
		accepted++
		if again, err := Parse(e.String()); err != nil || again != e {
			t.Fatalf("%s is %s, which is %s (%v) when it is read again", api, e, again, err)
		}
		for _, r := range e.Host() {
			if r >= 0x80 || r >= 'A' && r <= 'Z' {
				t.Fatalf("%s is dialled as %s, which the resolver or the proxy maps once more", api, e.Host())
			}
		}
		name, ok := e.Variable()
		if !ok {
			return
		}
		if other, taken := byName[name]; taken && other != e.Host() {
			t.Fatalf("%s and %s share %s", e.Host(), other, name)
		}
		byName[name] = e.Host()
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, api := range rapid.SliceOfN(address, 20, 20).Draw(t, "api") {
			one(t, api)
		}
	})
	if !t.Failed() && (accepted < 20 || len(byName) < 10) {
		t.Errorf("only %d of what was drawn are hosts, with %d names", accepted, len(byName))
	}
}

// Pairs that are written into one variable when nothing is refused.
func TestOnceTheSame(t *testing.T) {
	for _, pair := range [][2]string{
		{"a.b.8080", "a.b:8080"}, {"a..b", "a-b"}, {"[fe80::1]", "fe80-1"}, {"a.-b", "a-.b"},
		{"wİki.example.org", "wiki.example.org"}, {"a.b.", "a.b"}, {"[::1]:80", "[::1:80]"}, {"1.2.3.4", "1.2.3:4"},
	} {
		var names []string
		for _, host := range pair {
			if e, err := Parse(fmt.Sprintf("https://%s/w/api.php", host)); err == nil {
				if name, ok := e.Variable(); ok {
					names = append(names, name)
				}
			}
		}
		if len(names) == 2 && names[0] == names[1] {
			t.Errorf("%s and %s: %q", pair[0], pair[1], names)
		}
	}
}

func TestPrivate(t *testing.T) {
	for api, want := range map[string]bool{
		"https://wiki.example.org/x": true, "http://wiki.example.org/x": false, "http://127.0.0.1/x": true, "http://127.9.9.9:80/x": true,
		"http://[::1]/x": true, "http://localhost/x": true, "http://LOCALHOST/x": true, "http://localhost.example.org/x": false, "http://10.0.0.1/x": false,
	} {
		e, err := Parse(api)
		if err != nil || e.Private() != want {
			t.Errorf("%s: %v, %v", api, e.Private(), err)
		}
	}
}

func TestWithin(t *testing.T) {
	for host, want := range map[string]bool{
		"commons.wikimedia.org": true, "wikimedia.org": true, "COMMONS.Wi\u212aimedia.org": true,
		"notwikimedia.org": false, "wikimedia.org.example.org": false, "127.0.0.1": false,
	} {
		if e, err := Parse("https://" + host + "/w/api.php"); err != nil || e.Within("wikimedia.org") != want {
			t.Errorf("%s: %v, %v", host, e.Within("wikimedia.org"), err)
		}
	}
}
