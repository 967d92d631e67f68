package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Guards of which one could never mean anything are a mistake at the line, and all others
// go together: the strictest wins.
func TestGuardsContradict(t *testing.T) {
	t.Parallel()
	const file = "file \"x\" {\n  source = \"x.png\"\n  description = \"x\"\n"
	wiki := func(name, policy string) string {
		return fmt.Sprintf("wiki %q {\n  api = \"https://%s.example.org/w/api.php\"\n  policy = %q\n}\n", name, name, policy)
	}
	for _, tt := range []struct{ src, want string }{
		// Of a wiki and a file.
		{wiki("a", "create-only") + file + "  policy = \"update-only\"\n}\n",
			`8: Nothing to be done: policy = "update-only" contradicts policy = "create-only" of wiki "a" (main.wiki.hcl:1). On that wiki what is there stays as it is, and what is missing is not made. Remove one of the two.`},
		{wiki("a", "full") + wiki("b", "update-only") + file + "  policy = \"create-only\"\n}\n",
			`12: Nothing to be done: policy = "create-only" contradicts policy = "update-only" of wiki "b" (main.wiki.hcl:5). On that wiki what is missing is not made, and what is there stays as it is. Remove one of the two.`},
		{wiki("a", "update-only") + file + "  lifecycle {\n    ignore_changes = [\"tags\", \"content\", \"description\"]\n  }\n}\n",
			`9: Nothing to be done: ignore_changes = ["content", "description", "tags"] contradicts policy = "update-only" of wiki "a" (main.wiki.hcl:1). What is missing is not made, and of what is there everything may differ. Remove one of the two.`},
		// Of a wiki and the defaults, once however many files have them.
		{wiki("a", "create-only") + "defaults {\n  policy = \"update-only\"\n}\n" + file + "}\n" + strings.Replace(file, `"x"`, `"y"`, 1) + "  title = \"y.png\"\n}\n",
			`6: Nothing to be done: policy = "update-only" contradicts policy = "create-only" of wiki "a" (main.wiki.hcl:1). On that wiki what is there stays as it is, and what is missing is not made. Remove one of the two.`},
		// Of the defaults and a file.
		{"defaults {\n  policy = \"update-only\"\n}\n" + file + "  description_mode = \"seed\"\n}\n",
			`7: Text that is never written: description_mode = "seed" contradicts policy = "update-only" (main.wiki.hcl:2). It is written with a new file only, and none is made. Remove one of the two.`},
		{"defaults {\n  policy = \"update-only\"\n}\n" + file + "  policy = \"create-only\"\n  description_mode = \"seed\"\n}\n", ""},
		{"defaults {\n  policy = \"update-only\"\n}\n" + file + "  on_duplicate = \"redirect\"\n}\n", ""},
		{"defaults {\n  policy = \"create-only\"\n}\n" + file + "  lifecycle {\n    overwrite = \"any\"\n  }\n}\n", ""},
		{"defaults {\n  policy = \"update-only\"\n  on_duplicate = \"redirect\"\n}\n" + file + "}\n",
			`3: Redirect that is never made: on_duplicate = "redirect" contradicts policy = "update-only" (main.wiki.hcl:2). What is missing is not made, and a redirect would be. Remove one of the two.`},
		// Within a file.
		{file + "  policy = \"observe\"\n  description_mode = \"seed\"\n}\n",
			`5: Text that is never written: description_mode = "seed" contradicts policy = "observe" (main.wiki.hcl:4). It is written with a new file only, and none is made. Remove one of the two.`},
		{file + "  policy = \"create-only\"\n  description_mode = \"merge\"\n}\n",
			`5: Text that is never merged: description_mode = "merge" contradicts policy = "create-only" (main.wiki.hcl:4). The page of a file that is there stays as it is. Remove one of the two.`},
		{file + "  description_mode = \"merge\"\n  lifecycle {\n    ignore_changes = [\"description\"]\n  }\n}\n",
			`4: Text that is never merged: description_mode = "merge" contradicts ignore_changes = ["description"] (main.wiki.hcl:6). The page of a file that is there may differ. Write description_mode = "seed" for a text that only a new file gets. Remove one of the two.`},
		// Of what others add to a page.
		{file + "  description_mode = \"seed\"\n  keep = [\"categories\", \"interwiki\"]\n}\n",
			`5: Links that are never kept: keep contradicts description_mode = "seed" (main.wiki.hcl:4). The page is written once, and whatever others add to it stays. Remove one of the two.`},
		{"defaults {\n  description_mode = \"merge\"\n}\n" + file + "  keep = [\"interwiki\"]\n}\n",
			`7: Links that are kept in any case: keep contradicts description_mode = "merge" (main.wiki.hcl:2). A text that is merged keeps all that others add, links too. Remove one of the two.`},
		{"defaults {\n  description_mode = \"merge\"\n  keep = [\"interwiki\"]\n}\n",
			`3: Links that are kept in any case: keep contradicts description_mode = "merge" (main.wiki.hcl:2). A text that is merged keeps all that others add, links too. Remove one of the two.`},
		{file + "  keep = [\"interwiki\"]\n  lifecycle {\n    ignore_changes = [\"description\"]\n  }\n}\n",
			`4: Links that are never kept: keep contradicts ignore_changes = ["description"] (main.wiki.hcl:6). The page of a file that is there may differ, and stays as it is with all links. Remove one of the two.`},
		{"defaults {\n  description_mode = \"seed\"\n  policy = \"update-only\"\n}\n" + file + "}\n",
			`2: Text that is never written: description_mode = "seed" contradicts policy = "update-only" (main.wiki.hcl:3). It is written with a new file only, and none is made. Remove one of the two.`},
		{"defaults {\n  description_mode = \"merge\"\n}\n" + file + "  description_mode = \"exact\"\n  keep = [\"interwiki\"]\n}\n", ""},
		{"defaults {\n  keep = [\"interwiki\"]\n}\n" + file + "  description_mode = \"merge\"\n}\n", ""},
		{"defaults {\n  keep = [\"interwiki\"]\n}\n" + file + "  lifecycle {\n    ignore_changes = [\"description\"]\n  }\n}\n", ""},
		{"defaults {\n  description_mode = \"merge\"\n}\n" + file + "  keep = []\n}\n", ""},
		{file + "  lifecycle {\n    overwrite = \"any\"\n    prevent_overwrite = true\n  }\n}\n",
			`5: Overwriting that is prevented: overwrite = "any" contradicts prevent_overwrite = true (main.wiki.hcl:6). No version is replaced, whoever uploaded it. Remove one of the two.`},
		{file + "  policy = \"create-only\"\n  lifecycle {\n    overwrite = \"any\"\n  }\n}\n",
			`6: Overwriting that is prevented: overwrite = "any" contradicts policy = "create-only" (main.wiki.hcl:4). A file that is there stays as it is, whoever uploaded it. Remove one of the two.`},
		{file + "  policy = \"update-only\"\n  on_duplicate = \"redirect\"\n}\n",
			`5: Redirect that is never made: on_duplicate = "redirect" contradicts policy = "update-only" (main.wiki.hcl:4). What is missing is not made, and a redirect would be. Remove one of the two.`},
		{file + "  policy = \"update-only\"\n  lifecycle {\n    ignore_changes = [\"content\", \"description\", \"tags\"]\n  }\n  enabled = false\n}\n",
			`6: Nothing to be done: ignore_changes = ["content", "description", "tags"] contradicts policy = "update-only" (main.wiki.hcl:4). What is missing is not made, and of what is there everything may differ. Remove one of the two.`},
		// What goes together, since one is stricter or both say the same.
		{wiki("a", "observe") + wiki("b", "update-only") + file + "  description_mode = \"seed\"\n}\n", ""},
		{wiki("a", "observe") + file + "  policy = \"create-only\"\n}\n", ""},
		{wiki("a", "create-only") + wiki("b", "update-only") + file + "  policy = \"observe\"\n}\n", ""},
		{file + "  description_mode = \"seed\"\n  policy = \"create-only\"\n  lifecycle {\n    ignore_changes = [\"description\"]\n    prevent_overwrite = true\n    overwrite = \"own\"\n  }\n}\n", ""},
		{file + "  policy = \"update-only\"\n  on_duplicate = \"adopt\"\n  lifecycle {\n    ignore_changes = [\"content\", \"tags\"]\n  }\n}\n", ""},
		{file + "  lifecycle {\n    overwrite = \"any\"\n    prevent_overwrite = false\n  }\n}\n", ""},
	} {
		_, diags := load(map[string]string{"main.wiki.hcl": tt.src})
		var got []string
		for _, d := range diags {
			got = append(got, fmt.Sprintf("%d: %s: %s", d.Subject.Start.Line, d.Summary, d.Detail))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.src, diff)
		}
	}
}
