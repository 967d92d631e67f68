package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// blockType is one kind of block of the manifest language. The table of them
// (see language) decides what is decoded, and documentation, JSON Schema and
// suggestions in messages are made from it.
type blockType struct {
	name    string
	label   string // what the label is called, "" for a block without one
	purpose string // one line, for people
	once    bool   // at most one in the block or manifest around it
	free    bool   // any attributes, as in locals
	attrs   []attrType
	blocks  []blockType
}

// attrType is one attribute of a block.
type attrType struct {
	name     string
	typ      cty.Type // cty.NilType: evaluated by rules of its own
	required bool
	unless   string   // what holds when it is not written, for people
	values   []string // the first is the default
	example  string   // an expression
	purpose  string   // one line, for people
}

// credentials are attribute names under which people try to give a manifest
// what does not belong into git.
var credentials = []string{
	"password", "passwd", "token", "user", "username", "secret", "login", "credentials", "api_key", "oauth_token",
}

// schema is what a block can have, for HCL.
func (t blockType) schema() *hcl.BodySchema {
	s := new(hcl.BodySchema)
	for _, a := range t.attrs {
		s.Attributes = append(s.Attributes, hcl.AttributeSchema{Name: a.name, Required: a.required})
	}
	for _, b := range t.blocks {
		s.Blocks = append(s.Blocks, b.header())
	}
	return s
}

// refused is what a block could be thought to have.
func (t blockType) refused() *hcl.BodySchema {
	s := new(hcl.BodySchema)
	if len(t.attrs) == 0 {
		return s
	}
	for _, name := range credentials {
		s.Attributes = append(s.Attributes, hcl.AttributeSchema{Name: name})
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

// attr gives the kind of an attribute.
func (t blockType) attr(name string) attrType {
	i := slices.IndexFunc(t.attrs, func(a attrType) bool { return a.name == name })
	return t.attrs[i]
}

// attrNames and blockNames are what can be written in a block.
func (t blockType) attrNames() []string {
	list := make([]string, len(t.attrs))
	for i, a := range t.attrs {
		list[i] = a.name
	}
	return list
}

func (t blockType) blockNames() []string {
	list := make([]string, len(t.blocks))
	for i, b := range t.blocks {
		list[i] = b.name
	}
	return list
}

// manifest is the block that the whole of a manifest would be.
var manifest = blockType{name: "manifest", blocks: language}
