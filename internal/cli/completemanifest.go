package cli

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/spec"
)

// mostInstances is how many instances of blocks a shell is offered at once.
const mostInstances = 100

// wikis are the names of the wikis that a manifest declares.
func (a *app) wikis(o *manifestOptions) []string {
	var all []string
	a.eachManifest(o, func(m *spec.Manifest) {
		for _, w := range m.Wikis {
			if !slices.Contains(all, w.Name) && safeInShell(w.Name) {
				all = append(all, w.Name)
			}
		}
	})
	return all
}

// addresses are those of a manifest that go on as somebody began: of blocks, and once there
// is one of them only, or a bracket, of their instances.
func (a *app) addresses(o *manifestOptions, typed string) []string {
	instances := map[string]int{} // by block
	var blocks, keyed []string
	seen := map[spec.Address]bool{}
	a.eachManifest(o, func(m *spec.Manifest) {
		for _, address := range addressesOf(m) {
			s := string(address)
			if seen[address] || !safeInShell(s) {
				continue
			}
			seen[address] = true
			block, _, of := strings.Cut(s, "[")
			if instances[block]++; instances[block] == 1 {
				blocks = append(blocks, block)
			}
			if of {
				keyed = append(keyed, s)
			}
		}
	})
	var all []string
	for _, b := range beginning(blocks, typed) {
		if n := instances[b]; n > 1 {
			b = offered(b, n, "instances")
		}
		all = append(all, b)
	}
	if len(all) > 1 {
		return all
	}
	keyed = beginning(keyed, typed)
	return append(all, keyed[:min(len(keyed), mostInstances)]...)
}

// addressesOf are all addresses of a manifest.
func addressesOf(m *spec.Manifest) []spec.Address {
	var all []spec.Address
	for i := range m.Files {
		all = append(all, m.Files[i].Address)
	}
	for i := range m.Moves {
		all = append(all, m.Moves[i].Address)
	}
	for i := range m.Redirects {
		all = append(all, m.Redirects[i].Address)
	}
	for i := range m.Absences {
		all = append(all, m.Absences[i].Address)
	}
	return all
}

// eachManifest reads the manifest, for each of its wikis where it depends on them. What is
// wrong with it is not told where a shell asks: what could be read is looked at.
func (a *app) eachManifest(o *manifestOptions, look func(*spec.Manifest)) {
	w, err := a.openWorkspace(o)
	if err != nil {
		return
	}
	defer w.close()
	read, _ := spec.LoadEach(w.root.FS(), w.dir, o.values(), func(m *spec.Manifest) hcl.Diagnostics {
		look(m)
		return nil
	})
	look(read)
}
