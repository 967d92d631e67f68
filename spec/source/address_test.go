package source

import (
	"net/netip"
	"strings"
	"testing"
)

func TestAddressKind(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{
		"8.8.8.8":                "",
		"208.80.154.224":         "",
		"2620:0:861:ed1a::1":     "",
		"::ffff:8.8.8.8":         "",
		"64:ff9b::808:808":       "", // 8.8.8.8 for a network without IPv4
		"127.0.0.1":              "loopback",
		"127.255.255.254":        "loopback",
		"::1":                    "loopback",
		"::ffff:127.0.0.1":       "loopback",
		"64:ff9b::7f00:1":        "loopback",
		"169.254.169.254":        "link-local",
		"::ffff:169.254.169.254": "link-local",
		"64:ff9b::a9fe:a9fe":     "link-local",
		"fe80::1%eth0":           "link-local",
		"10.1.2.3":               "private",
		"172.16.0.1":             "private",
		"172.31.255.255":         "private",
		"172.32.0.1":             "",
		"192.168.1.1":            "private",
		"fd00:ec2::254":          "private",
		"100.100.100.200":        "provider's",
		"168.63.129.16":          "cloud's",
		"0.0.0.0":                "no address",
		"192.0.0.192":            "reserved",
		"198.18.0.1":             "benchmarks",
		"224.0.0.1":              "multicast",
		"255.255.255.255":        "multicast",
		"::":                     "reserved",
		"::7f00:1":               "reserved", // IPv4-compatible
		"ff02::1":                "reserved",
		"fec0::1":                "reserved",
		"64:ff9b:1::1":           "reserved",
		"2001:0:1::1":            "reserved", // Teredo
		"2001:db8::1":            "documentation",
		"2002:7f00:1::":          "6to4",
	} {
		got := addressKind(netip.MustParseAddr(addr))
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", addr, got, want)
		}
	}
}
