package plan

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

// drawWork draws a plan whose changes have titles and contents in common.
func drawWork(t *rapid.T) *Plan {
	title := func(what string) provider.Title {
		return provider.Title(fmt.Sprintf("T%d.png", rapid.IntRange(0, 40).Draw(t, what)))
	}
	p := &Plan{}
	for i := range rapid.IntRange(0, 30).Draw(t, "changes") {
		c := Change{Claim: Claim{Address: spec.Address(fmt.Sprintf("file.f%d", i)), Title: title("title")}}
		upload := Upload{Content: Content{Digest: provider.Digest{Size: rapid.Int64Range(0, 64<<20).Draw(t, "size")}}}
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0: // there is nothing to do
		case 1:
			c.Verdict = VerdictBlocked
		case 2:
			c.Steps = []Step{Moving{From: title("from"), Via: rapid.SampledFrom([]provider.Title{"", title("via")}).Draw(t, "passes")}}
		case 3:
			c.Claim.Holder = title("holder")
			c.Steps = []Step{SetRedirect{Target: c.Claim.Holder}}
		case 4:
			c.Steps = []Step{Deletion{}}
		case 5:
			upload.Content.Source.URL = fmt.Sprintf("https://a.example/%d", rapid.IntRange(0, 5).Draw(t, "url"))
			c.Steps = []Step{upload}
		default:
			upload.Content.Digest.SHA1 = sha1.Sum(fmt.Append(nil, rapid.IntRange(0, 30).Draw(t, "content")))
			c.Steps = []Step{upload, SetText{Text: "text"}}
		}
		p.Changes = append(p.Changes, c)
	}
	return p
}

// Each change is in one shard, what belongs together in the same, and the shards weigh as
// much as each other, but for the heaviest of what cannot be divided.
func TestShards(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, of := drawWork(t), rapid.IntRange(1, 9).Draw(t, "shards")
		in := p.Shards(of)
		if len(in) != len(p.Changes) {
			t.Fatalf("%d changes have %d shards", len(p.Changes), len(in))
		}
		all := map[spec.Address]int{}
		for n := 1; n <= of; n++ {
			part := p.Part(Shard{n, of}, in)
			for _, c := range part.Changes {
				all[c.Claim.Address]++
			}
			if part.Complete() || part.LeftOut != len(p.Changes)-len(part.Changes) {
				t.Errorf("shard %d is complete: %v, left out %d", n, part.Complete(), part.LeftOut)
			}
		}
		for _, c := range p.Changes {
			if all[c.Claim.Address] != 1 {
				t.Errorf("%s is in %d shards", c.Claim.Address, all[c.Claim.Address])
			}
		}
		links := map[string]int{}
		for i, c := range p.Changes {
			if !c.Writes() {
				continue
			}
			names := []string{}
			for _, title := range c.Titles() {
				names = append(names, "title "+string(title))
			}
			if sum := c.uploads(); sum.Known() {
				names = append(names, "content "+sum.String())
			} else if u := c.Upload(); u != nil {
				names = append(names, "content of "+u.Content.Source.URL)
			}
			for _, name := range names {
				if other, found := links[name]; found && in[other] != in[i] {
					t.Errorf("%s is in shard %d and in %d", name, in[other], in[i])
				}
				links[name] = i
			}
		}
		loads, heaviest := make([]int64, of), int64(0)
		for _, g := range p.together() {
			loads[in[g.changes[0]]-1] += g.weight
			heaviest = max(heaviest, g.weight)
		}
		if d := slices.Max(loads) - slices.Min(loads); d > heaviest {
			t.Errorf("the loads %v differ by more than %d", loads, heaviest)
		}
	})
}

// What is in a shard follows from what the changes are: not from their order in the plan,
// nor from anything that is not in its file.
func TestShardsAreStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, of := drawWork(t), rapid.IntRange(1, 9).Draw(t, "shards")
		q := &Plan{Changes: rapid.Permutation(p.Changes).Draw(t, "order")}
		want, got := map[spec.Address]int{}, map[spec.Address]int{}
		for i, n := range p.Shards(of) {
			if p.Changes[i].Writes() {
				want[p.Changes[i].Claim.Address] = n
			}
		}
		for i, n := range q.Shards(of) {
			if q.Changes[i].Writes() {
				got[q.Changes[i].Claim.Address] = n
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in another order (-want +got):\n%s", diff)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		p, of := drawPlan(t), rapid.IntRange(1, 9).Draw(t, "shards")
		var file bytes.Buffer
		if err := Write(&file, p); err != nil {
			t.Skip(err)
		}
		once, err := Read(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		twice, err := Read(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(once.Shards(of), twice.Shards(of)); diff != "" {
			t.Errorf("read twice (-first +second):\n%s", diff)
		}
	})
}

// The shards of these plans are a promise: several versions of wikiform may carry out one
// plan, each a shard of it. Never change what is wanted here.
func TestShardsOfOldPlans(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]int{
		"saved-1.0.json": {2, 1, 3, 3, 3, 3}, "saved-2.1-names.json": {1, 2, 3, 2, 3, 3, 2, 3, 2}, "saved-2.3.json": {2, 1, 3, 3, 3, 3},
	} {
		f, err := os.Open("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Read(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, p.Shards(3)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	p := &Plan{}
	for i := range 24 {
		size := int64(i%5+1) << 20
		c := Change{Claim: Claim{Title: provider.Title(fmt.Sprintf("%c.png", 'z'-i))}}
		switch {
		case i%6 == 5:
			c.Steps = []Step{Deletion{}}
		case i%6 == 4:
			c.Steps = []Step{Moving{From: provider.Title(fmt.Sprintf("%c.png", 'z'-i+1))}}
		case i%6 == 3: // nothing to do
		case i%6 == 2: // the content of the one before, under another title
			c.Steps = []Step{Upload{Content: Content{Digest: provider.Digest{SHA1: sha1.Sum(fmt.Append(nil, i-1)), Size: int64((i-1)%5+1) << 20}}}}
		default:
			c.Steps = []Step{Upload{Content: Content{Digest: provider.Digest{SHA1: sha1.Sum(fmt.Append(nil, i)), Size: size}}}, SetText{}}
		}
		p.Changes = append(p.Changes, c)
	}
	want := []int{4, 4, 4, 4, 4, 3, 2, 3, 3, 3, 1, 4, 3, 2, 2, 2, 3, 1, 4, 1, 1, 1, 3, 3}
	if diff := cmp.Diff(want, p.Shards(4)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseShard(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Shard{"1/1": {1, 1}, "3/8": {3, 8}, "1000/1000": {1000, 1000}} {
		if got, err := ParseShard(text); err != nil || got != want || got.String() != text {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "/", "3", "0/8", "9/8", "-1/8", "+1/8", "1/0", "0/0", "1/1001", "1/8/2", " 1/8", "1.0/8", "a/b", "1/99999999999999999999"} {
		if got, err := ParseShard(text); err == nil || !got.Whole() {
			t.Errorf("%q is %v", text, got)
		}
	}
}

// Sizes of a plan are anybody's, and do not overflow.
func TestShardsOfGiants(t *testing.T) {
	t.Parallel()
	p := &Plan{}
	for i := range 10 {
		p.Changes = append(p.Changes, Change{Claim: Claim{Title: provider.Title(fmt.Sprint(i))},
			Steps: []Step{Upload{Content: Content{Digest: provider.Digest{SHA1: sha1.Sum([]byte{byte(i)}), Size: 1<<63 - 1}}}}})
	}
	count := map[int]int{}
	for _, n := range p.Shards(5) {
		count[n]++
	}
	for n := 1; n <= 5; n++ {
		if count[n] != 2 {
			t.Errorf("shard %d has %d of 10 files", n, count[n])
		}
	}
}
