package cli_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDeletedBefore: what somebody has deleted does not come back without a word, and
// what we have deleted does.
func TestDeletedBefore(t *testing.T) {
	t.Parallel()
	us, them, wiki := twoAccounts(t)
	deletedBefore(t, us, them, "Harbour", func(title, reason string) { check(t, wiki.Delete("File:"+title, reason)) })
}

func TestRealDeletedBefore(t *testing.T) {
	us := dialReal(t)
	user := os.Getenv("WIKIFORM_TEST_ADMIN_USER")
	if user == "" {
		t.Skip("WIKIFORM_TEST_ADMIN_USER names no administrator")
	}
	admin := logIn(t, us.api, user, os.Getenv("WIKIFORM_TEST_ADMIN_PASSWORD"))
	deletedBefore(t, us.as("WIKIFORM_TEST_PLAIN_"), us, "Harbour "+runID(), func(title, reason string) {
		admin.post(t, url.Values{"action": {"delete"}, "title": {"File:" + title}, "reason": {reason}})
	})
}

func deletedBefore(t *testing.T, we, they realWiki, name string, remove func(title, reason string)) {
	t.Helper()
	us, them := newDesk(t, we), newDesk(t, they)
	check(t, os.WriteFile(filepath.Join(us.dir, "set.wiki.hcl"), []byte("wikiform {\n  set = \"museum\"\n}\n"), 0o644))
	says := func(out string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(out, w) {
				t.Errorf("not said: %q\n%s", w, out)
			}
		}
	}
	const both = `accept_warnings = ["was-deleted", "duplicate-archive"]`

	// By somebody else: neither the title nor the bytes, until both are accepted.
	gone := name + ", a harbour.svg"
	them.apply(t, gone, "x", "theirs")
	remove(gone, "no permission")
	us.wants(t, gone, "x", "ours")
	says(us.wiki(t, "plan"), "! file.f", "a page of this title was deleted from the wiki by Admin on 20", `"no permission"`,
		"the wiki had these bytes as File:"+gone, `["was-deleted"]`, `["duplicate-archive"]`, "No changes can be made. 1 blocked.")
	says(us.wiki(t, "apply", "-auto-approve"), "No changes can be made", "exit code 1")
	us.wants(t, gone, "x", "ours", `accept_warnings = ["was-deleted"]`)
	says(us.wiki(t, "plan"), "! file.f", "these bytes")
	us.wants(t, gone, "x", "ours", both)
	says(us.wiki(t, "plan"), "+ file.f", "# a page of this title was deleted", "# the wiki had these bytes")
	us.run(t, us.dir, 0, "apply", "-auto-approve")

	// By us, under a title with a page alone, too: both come back, and that is said.
	ours := name + " ours.svg"
	us.apply(t, ours, "y", "ours")
	remove(ours, "the season is over [wikiform museum]")
	us.wants(t, ours, "y", "ours")
	says(us.wiki(t, "plan"), "+ file.f", "# a page of this title was deleted from the wiki by Admin on 20", "# the wiki had these bytes as File:"+ours)
	us.run(t, us.dir, 0, "apply", "-auto-approve")
	us.run(t, us.dir, 0, "plan", "-detailed-exitcode")

	// The same under another set is somebody else's.
	remove(ours, "the season is over [wikiform museum]")
	check(t, os.WriteFile(filepath.Join(us.dir, "set.wiki.hcl"), []byte("wikiform {\n  set = \"other\"\n}\n"), 0o644))
	says(us.wiki(t, "plan"), "! file.f", "[wikiform museum]")
	check(t, os.WriteFile(filepath.Join(us.dir, "set.wiki.hcl"), []byte("wikiform {\n  set = \"museum\"\n}\n"), 0o644))

	// A saved plan is no permission: what somebody deletes after it stays deleted.
	us.run(t, us.dir, 0, "plan", "-out=plan.wikiplan")
	them.wants(t, ours, "z", "theirs", both)
	them.run(t, them.dir, 0, "apply", "-auto-approve")
	remove(ours, "no permission")
	says(us.wiki(t, "apply", "plan.wikiplan"), "was-deleted", "exit code 1")

	// A name such as cameras give.
	camera := "DSC 1 " + name + ".svg"
	us.wants(t, camera, "c", "ours")
	says(us.wiki(t, "plan"), "! file.f", "cameras", `["bad-prefix"]`)
	us.wants(t, camera, "c", "ours", `accept_warnings = ["bad-prefix"]`)
	us.run(t, us.dir, 0, "apply", "-auto-approve")
}
