package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// blockType is one kind of block of the manifest language. The table of them
// decides what is decoded, and names what a message can suggest.
type blockType struct {
	name    string
	label   string // what the label is called, "" for a block without one
	purpose string // one line, for people
	once    bool   // at most one in a manifest
	free    bool   // any attributes, as in locals
	later   bool   // designed, and refused until its behaviour is built
	attrs   []attrType
	blocks  []blockType
}

// attrType is one attribute of a block.
type attrType struct {
	name     string
	typ      cty.Type // cty.NilType: the attribute is not evaluated as a value
	required bool
	later    bool
	purpose  string
}

var texts = cty.List(cty.String)

// language is the whole manifest language.
var language = []blockType{
	{name: "wikiform", once: true, purpose: "Settings of the manifest.", attrs: []attrType{
		{name: "required_version", typ: cty.String, purpose: "Versions of wikiform that understand this manifest."},
		{name: "set", typ: cty.String, purpose: "Name of this manifest in comments on the wiki, as [wikiform SET]."},
	}, blocks: []blockType{
		{name: "limits", later: true, purpose: "How much a plan may change before it stops."},
	}},
	{name: "wiki", label: "name", purpose: "A wiki to keep in step with this manifest.", attrs: []attrType{
		{name: "api", typ: cty.String, required: true, purpose: "URL of the wiki's api.php."},
		{name: "contact", typ: cty.String, purpose: "Whom the wiki's operators can reach about this client."},
	}},
	{name: "variable", label: "name", purpose: "A value that is given from outside.", attrs: []attrType{
		{name: "type", purpose: "What the value must be."},
		{name: "default", purpose: "The value when none is given."},
		{name: "description", typ: cty.String, purpose: "What the value is for."},
		{name: "sensitive", typ: cty.Bool, later: true, purpose: "Keeps the value out of everything that is shown or sent."},
	}, blocks: []blockType{
		{name: "validation", later: true, purpose: "A rule that the value must fulfil."},
	}},
	{name: "locals", free: true, purpose: "Names for values, in any order."},
	{name: "defaults", once: true, purpose: "What holds for every file that does not say otherwise.", attrs: shared},
	{name: "file", label: "name", purpose: "One wanted file of the wiki, or one per element of for_each.", attrs: slices.Concat([]attrType{
		{name: "for_each", purpose: "A map, or a set of strings: one file for each element."},
		{name: "source", typ: cty.String, purpose: "Path of the content, relative to the manifest."},
		{name: "url", typ: cty.String, purpose: "URL of the content, instead of a path."},
		{name: "sha1", typ: cty.String, purpose: "SHA-1 that the content of the URL must have."},
		{name: "title", typ: cty.String, purpose: "Name on the wiki; by default that of the source."},
		{name: "description", typ: cty.String, purpose: "Whole wikitext of the page; without it the page is left alone."},
		{name: "description_mode", typ: cty.String, later: true, purpose: "What happens to a page that others change."},
	}, shared), blocks: []blockType{
		{name: "lifecycle", later: true, purpose: "Protects a file from changes."},
	}},
	{name: "moved", later: true, purpose: "Renames a file on the wiki without a new upload."},
	{name: "absent", label: "name", later: true, purpose: "A file that must not be on the wiki."},
	{name: "prune", later: true, purpose: "Names that this manifest owns exhaustively."},
	{name: "check", label: "name", later: true, purpose: "A rule that the files must fulfil."},
}

// shared are the attributes that a file can take from the defaults block.
var shared = []attrType{
	{name: "comment", typ: cty.String, purpose: "Comment of uploads and edits, in one line."},
	{name: "tags", typ: texts, purpose: "Change tags of uploads and edits."},
	{name: "accept_warnings", typ: texts, purpose: "Warnings of the wiki that do not stop an upload."},
	{name: "via", typ: cty.String, purpose: "Who fetches a URL: auto, server or client."},
}

// credentials are attribute names under which people try to give a manifest
// what does not belong into git.
var credentials = []string{
	"password", "passwd", "token", "user", "username", "secret", "login", "credentials", "api_key", "oauth_token",
}

// built is the schema of what can be decoded.
func (t blockType) built() *hcl.BodySchema { return t.schema(false) }

// refused is the schema of what is known and not accepted.
func (t blockType) refused() *hcl.BodySchema {
	s := t.schema(true)
	if len(t.attrs) == 0 {
		return s
	}
	for _, name := range credentials {
		s.Attributes = append(s.Attributes, hcl.AttributeSchema{Name: name})
	}
	return s
}

func (t blockType) schema(later bool) *hcl.BodySchema {
	s := new(hcl.BodySchema)
	for _, a := range t.attrs {
		if a.later == later {
			s.Attributes = append(s.Attributes, hcl.AttributeSchema{Name: a.name, Required: a.required})
		}
	}
	for _, b := range t.blocks {
		if b.later == later {
			s.Blocks = append(s.Blocks, b.header())
		}
	}
	return s
}

func (t blockType) header() hcl.BlockHeaderSchema {
	h := hcl.BlockHeaderSchema{Type: t.name}
	if t.label != "" {
		h.LabelNames = []string{t.label}
	}
	return h
}

// block gives the kind of a nested block.
func (t blockType) block(name string) blockType {
	i := slices.IndexFunc(t.blocks, func(b blockType) bool { return b.name == name })
	return t.blocks[i]
}

// attrNames are the names of what can be written in a block today.
func (t blockType) attrNames() []string {
	var list []string
	for _, a := range t.attrs {
		if !a.later {
			list = append(list, a.name)
		}
	}
	return list
}

// manifest is the block that the whole of a manifest would be.
var manifest = blockType{name: "manifest", blocks: language}
