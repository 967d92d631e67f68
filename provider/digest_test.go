package provider

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestSHA1Text(t *testing.T) {
	const hex = "2eed1d5a4f3f8e5ab1bbd5a3a6a0b0b7e6b2f001"
	sum, err := ParseSHA1(strings.ToUpper(hex))
	if err != nil || sum.String() != hex || sum.Short() != hex[:8] {
		t.Fatalf("ParseSHA1 = %v, %v", sum, err)
	}
	for _, bad := range []string{"", "12", strings.Repeat("g", 40), hex + "00"} {
		if _, err := ParseSHA1(bad); err == nil {
			t.Errorf("ParseSHA1(%q) took it", bad)
		}
	}
	out, err := json.Marshal([]SHA1{sum, {}})
	if want := `["` + hex + `",""]`; err != nil || string(out) != want {
		t.Fatalf("json.Marshal = %s, %v; want %s", out, err, want)
	}
	var back []SHA1
	if err := json.Unmarshal(out, &back); err != nil || back[0] != sum || back[1].Known() {
		t.Fatalf("json.Unmarshal = %v, %v", back, err)
	}
}
