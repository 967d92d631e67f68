package spec

import (
	"slices"
	"strconv"

	"github.com/zclconf/go-cty/cty"

	"wikiform/provider"
)

var texts = cty.List(cty.String)

// language is the whole manifest language.
var language = []blockType{
	{name: "wikiform", once: true, purpose: "Settings of the manifest.", attrs: []attrType{
		{name: "required_version", typ: cty.String, unless: "any version", example: `">= 0.1, < 2.0"`,
			purpose: "Versions of wikiform that understand this manifest."},
		{name: "set", typ: cty.String, unless: "no mark", example: `"museum-photos"`,
			purpose: "Name of this manifest in comments on the wiki, as [wikiform SET]."},
		{name: "former_sets", typ: texts, unless: "[]", example: `["museum-scans"]`,
			purpose: "Sets whose files are this manifest's, too, since it had these names before."},
		{name: "renames", typ: cty.String, unless: `"propose"`, values: []string{string(RenamesPropose), string(RenamesMove), string(RenamesIgnore)}, example: `"move"`,
			purpose: "What becomes of a wanted file that is missing, while its bytes are ours under a title that no block wants: a moved block is proposed (propose), it is moved (move), or nobody looks (ignore)."},
	}, blocks: []blockType{
		{name: "limits", once: true, purpose: "How much a plan may change before it stops.", attrs: []attrType{
			{name: "replace", typ: cty.Number, unless: "30", example: "50", purpose: "Per cent of the existing files whose content may be replaced."},
			{name: "delete", typ: cty.Number, unless: "10", example: "5", purpose: "Per cent of the existing files that may be deleted."},
			{name: "move", typ: cty.Number, unless: "50", example: "80", purpose: "Per cent of the existing files that may be moved."},
		}},
	}},
	{name: "wiki", label: "name", purpose: "A wiki to keep in step with this manifest.", attrs: []attrType{
		{name: "api", typ: cty.String, required: true, example: `"https://wiki.example.org/w/api.php"`, purpose: "URL of the wiki's api.php."},
		{name: "contact", typ: cty.String, unless: "none; required for Wikimedia's wikis", example: `"mailto:wiki@museum.example"`,
			purpose: "Whom the wiki's operators can reach about this client."},
		{name: "accounts", typ: texts, unless: "the account logged in", example: `["MuseumBot", "OldBot"]`,
			purpose: "User names of the accounts whose files are ours."},
		{name: "requests_per_minute", typ: cty.Number, unless: "not limited; by what is known of the account on Wikimedia's wikis", example: "600",
			purpose: "How many requests of all kinds, reads included, the wiki takes from the account in a minute."},
		policy("files of this wiki"),
	}},
	{name: "variable", label: "name", purpose: "A value that is given from outside.", attrs: []attrType{
		{name: "type", unless: "any", example: "list(string)", purpose: "What the value must be."},
		{name: "default", unless: "none; the value must be given", example: `["museum-upload"]`, purpose: "The value when none is given."},
		{name: "description", typ: cty.String, unless: "none", example: `"Tags of all uploads"`, purpose: "What the value is for."},
		{name: "sensitive", typ: cty.Bool, unless: "false", example: "true", purpose: "Keeps the value, and what is made of it, out of everything that is shown or sent."},
	}, blocks: []blockType{
		{name: "validation", purpose: "A rule that the value must fulfil.", attrs: rule(
			`length(var.example) > 0`, `"At least one tag."`, "Whether the value is fine; it can refer to variables.")},
	}},
	{name: "locals", free: true, purpose: "Names for values, in any order."},
	{name: "defaults", once: true, purpose: "What holds for every file that does not say otherwise, and for moves, redirects and absences as far as they have it.", attrs: slices.Concat(ofPages, shared)},
	{name: "file", label: "name", purpose: "One wanted file of the wiki, or one per element of for_each.", attrs: slices.Concat([]attrType{
		eachOf("file"), enabled("the file is planned"),
		{name: "source", typ: cty.String, unless: "url", example: `"scans/bridge.jpg"`, purpose: "Path of the content, relative to the manifest."},
		{name: "url", typ: cty.String, unless: "source", example: `"https://data.example.org/aerial.tif"`, purpose: "URL of the content, instead of a path."},
		{name: "sha1", typ: cty.String, unless: "that of .wikiform.lock.hcl", example: `"2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"`,
			purpose: "SHA-1 that the content of the URL must have."},
		{name: "title", typ: cty.String, unless: "the name of the source", example: `"Museum - Bridge.jpg"`, purpose: "Name on the wiki, with or without File:."},
		{name: "description", typ: cty.String, unless: "the page is left alone", example: `"== Bridge ==\nThe old bridge."`, purpose: "Whole wikitext of the page; \"\" for an empty page."},
	}, ofPages, []attrType{adopt("the file")}, shared), blocks: []blockType{
		{name: "lifecycle", once: true, purpose: "Protects a file from changes.", attrs: []attrType{
			{name: "ignore_changes", typ: texts, unless: "[]", values: []string{"content", "description", "tags"}, example: `["description"]`,
				purpose: "What may differ on the wiki."},
			{name: "prevent_overwrite", typ: cty.Bool, unless: "false", example: "true", purpose: "Refuses plans that replace the content of a file that exists."},
			{name: "prevent_destroy", typ: cty.Bool, unless: "false", example: "true", purpose: "Refuses plans that delete the file."},
			{name: "overwrite", typ: cty.String, unless: `"any"`, values: []string{string(OverwriteAny), string(OverwriteOwn)}, example: `"own"`,
				purpose: "Whose versions and texts may be replaced: anybody's, or only those that the accounts of the wiki block uploaded or wrote."},
		}},
	}},
	{name: "moved", purpose: "Renames a file on the wiki without a new upload.", attrs: []attrType{
		eachOf("move"), enabled("the file is moved"),
		{name: "from", typ: cty.String, required: true, example: `"Museum - Foto 1.jpg"`, purpose: "Title that the file has or had."},
		{name: "to", typ: cty.String, required: true, example: `"Museum - Bridge.jpg"`, purpose: "Title that it gets, of the same type."},
		reason("Named by its subject", "the move"),
		{name: "redirect", typ: cty.Bool, unless: "true", example: "false", purpose: "Whether a redirect is left at the old title."},
		foreign("the file may be somebody else's"),
		adopt("the file"),
	}},
	{name: "redirect", label: "name", purpose: "A title whose page sends its readers on to another file.", attrs: slices.Concat([]attrType{
		eachOf("redirect"), enabled("the redirect is planned"),
		{name: "title", typ: cty.String, required: true, example: `"Museum - Logo old.svg"`, purpose: "Title of the redirect, with or without File:."},
		{name: "to", typ: cty.String, required: true, example: `"Museum - Logo.svg"`, purpose: "Title of the file that it leads to."},
	}, shared[:2], []attrType{
		{name: "accept_warnings", typ: texts, unless: "[]", values: namesOf(acceptableOfRedirects), example: `["was-deleted"]`, purpose: "Warnings that do not stop it from being made."},
		foreign("a redirect of somebody else may be pointed elsewhere"),
	})},
	{name: "absent", label: "name", purpose: "A file or a redirect that must not be on the wiki.", attrs: []attrType{
		eachOf("title"), enabled("the title is looked at"),
		{name: "title", typ: cty.String, required: true, example: `"Museum - Old logo.png"`, purpose: "Title of the file."},
		reason("Replaced by the SVG", "the deletion"),
		foreign("it may be somebody else's"),
		adopt("it"),
	}},
	{name: "prune", purpose: "Titles that this manifest owns exhaustively.", attrs: []attrType{
		enabled("they are looked for"),
		{name: "prefix", typ: cty.String, unless: "category", example: `"Museum - "`, purpose: "What these titles begin with."},
		{name: "category", typ: cty.String, unless: "prefix", example: `"Photographs of the museum"`, purpose: "Category that their pages are in, with or without Category:."},
		{name: "action", typ: cty.String, unless: `"report"`, values: []string{string(PruneReport), string(PruneDelete)}, example: `"report"`,
			purpose: "What happens to files of this set that no block names."},
		reason("No longer in the catalogue", "the deletions"),
	}},
	{name: "check", label: "name", purpose: "A rule that the files must fulfil; plan and apply end with exit code 7 where one does not.", attrs: slices.Concat(
		[]attrType{{name: "for_each", unless: "once", example: "file", purpose: "A map, or a set of texts: one check for each element."}, enabled("the rule must hold")},
		rule(`each.value.description != null`, `"${each.value.title}: no description"`, "Whether all is well; it can refer to files, and to the numbers of the plan."))},
}

func eachOf(what string) attrType {
	return attrType{name: "for_each", unless: "one " + what, example: `{ a = "Anna.jpg", b = "Bert.jpg" }`,
		purpose: "A map, or a set of texts: one " + what + " for each element."}
}

// enabled is an attribute of every block that declares something of a wiki.
func enabled(whether string) attrType {
	return attrType{name: "enabled", typ: cty.Bool, unless: "true", example: "false", purpose: "Whether " + whether + "."}
}

func reason(example, of string) attrType {
	return attrType{name: "reason", typ: cty.String, unless: "the comment of the defaults", example: strconv.Quote(example),
		purpose: "Comment of " + of + ", in one line of at most 500 characters."}
}

func foreign(what string) attrType {
	return attrType{name: "foreign", typ: cty.Bool, unless: "false", example: "true", purpose: "Says that " + what + "."}
}

func adopt(what string) attrType {
	return attrType{name: "adopt", typ: cty.Bool, unless: "false", example: "true", purpose: "Says that " + what + " may be of another set, whose mark it bears."}
}

func policy(of string) attrType {
	values := []string{string(PolicyFull), string(PolicyCreateOnly), string(PolicyUpdateOnly), string(PolicyObserve)}
	return attrType{name: "policy", typ: cty.String, unless: `"full"`, values: values, example: `"create-only"`,
		purpose: "What may be done to " + of + ": whatever the manifest says (full), no change of those that are there (create-only), " +
			"no new ones (update-only), or nothing, so that differences are only told (observe)."}
}

// rule are the attributes of blocks that say what must hold.
func rule(condition, message, purpose string) []attrType {
	return []attrType{
		{name: "condition", required: true, example: condition, purpose: purpose},
		{name: "error_message", required: true, example: message, purpose: "What is wrong otherwise."},
	}
}

// ofPages are the attributes of a text that a file can take from the defaults block.
var ofPages = []attrType{
	{name: "description_mode", typ: cty.String, unless: `"exact"`, values: []string{string(ModeExact), string(ModeSeed), string(ModeMerge)},
		example: `"exact"`, purpose: "Whether the page follows the manifest (exact), is written only where the wiki has no page yet (seed), or is merged with what others wrote (merge)."},
	{name: "keep", typ: texts, unless: "[]", values: keepable, example: `["categories"]`,
		purpose: "Links that others add to the page and that stay below an exact description: those to categories (categories), and those to other languages (interwiki)."},
}

// keepable is what can be kept.
var keepable = []string{string(KeepCategories), string(KeepInterwiki)}

// shared are the attributes that a file can take from the defaults block.
var shared = []attrType{
	{name: "comment", typ: cty.String, unless: "none", example: `"Museum batch 2026.11"`, purpose: "Comment of what is written, in one line of at most 500 characters."},
	{name: "tags", typ: texts, unless: "[]", example: `["museum-upload"]`, purpose: "Change tags of what is written."},
	{name: "accept_warnings", typ: texts, unless: "[]", values: acceptable, example: `["duplicate"]`, purpose: "Warnings of the wiki that do not stop an upload."},
	{name: "via", typ: cty.String, unless: `"auto"`, values: []string{string(ViaAuto), string(ViaServer), string(ViaClient)}, example: `"client"`,
		purpose: "Who fetches a URL: the wiki (server), wikiform (client), or the wiki where it may (auto)."},
	{name: "on_moved", typ: cty.String, unless: `"block"`, values: []string{string(OnMovedBlock), string(OnMovedFollow)}, example: `"follow"`,
		purpose: "What becomes of a file that somebody has moved on the wiki: it is blocked until the manifest says its new title (block), or managed under that (follow)."},
	policy("the file"),
	{name: "on_duplicate", typ: cty.String, unless: `"block"; "allow" where accept_warnings has "duplicate"`,
		values:  []string{string(DuplicateBlock), string(DuplicateAllow), string(DuplicateRedirect), string(DuplicateAdopt)},
		example: `"allow"`,
		purpose: "What becomes of a file that is missing, while its content is there under another title: it is blocked (block), uploaded all the same (allow), " +
			"its title becomes a redirect to the other file (redirect), or that is managed in its place (adopt)."},
}

// acceptable are the warnings of a wiki that a manifest can accept.
var acceptable = namesOf(provider.Acceptable)

func namesOf(kinds []provider.WarningKind) []string {
	list := make([]string, len(kinds))
	for i, kind := range kinds {
		list[i] = string(kind)
	}
	return list
}
