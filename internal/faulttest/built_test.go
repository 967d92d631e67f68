package faulttest

import (
	"sync"
	"testing/fstest"

	"wikiform/apply/reconcile"
	"wikiform/spec"
)

// built reports whether plans obey a part of the language.
var built = func() func(string) bool {
	samples := map[string]string{
		"policy":       "file \"f\" {\n  source = \"f.png\"\n  policy = \"observe\"\n}\n",
		"on_duplicate": "file \"f\" {\n  source = \"f.png\"\n  on_duplicate = \"redirect\"\n}\n",
		"enabled":      "file \"f\" {\n  source = \"f.png\"\n  enabled = false\n}\n",
		"lifecycle":    "file \"f\" {\n  source = \"f.png\"\n  lifecycle {\n    overwrite = \"own\"\n  }\n}\n",
		"keep":         "file \"f\" {\n  source = \"f.png\"\n  description = \"d\"\n  keep = [\"categories\"]\n}\n",
		"prune":        "wikiform {\n  set = \"m\"\n}\nprune {\n  prefix = \"M\"\n}\nfile \"f\" {\n  source = \"f.png\"\n}\n",
	}
	var once sync.Once
	is := map[string]bool{}
	return func(part string) bool {
		once.Do(func() {
			for name, text := range samples {
				p, diags := reconcile.Open(fstest.MapFS{"main.wiki.hcl": {Data: []byte(text)}, "f.png": {Data: []byte("f")}}, ".", spec.Inputs{}, nil)
				is[name] = !diags.HasErrors() && p.Ready() == nil
			}
		})
		return is[part]
	}
}()
