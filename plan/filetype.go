package plan

import (
	"fmt"

	"wikiform/internal/filetype"
	"wikiform/provider"
)

// typed blocks a content that is not what the title's extension stands for, where
// every wiki that looks at the bytes refuses it. What a wiki looks at it does not tell:
// where it has a file of such a kind already, it may be one that does not look.
func typed(c *Change, f *Facts) *Problem {
	u, ext := c.Upload(), c.Claim.Title.Ext()
	if u == nil || !f.Site.Takes(ext) || u.Content.Type.Under(ext) != filetype.Refused || tookOther(c.Was().Version, ext) {
		return nil
	}
	text, hint := mistyped(u.Content.Type, ext, f.Site)
	return &Problem{Reason: TypeRefused, Text: text, Hint: hint}
}

// tookOther reports whether the wiki itself says that what it has under an extension
// is of a type which is refused there.
func tookOther(v *provider.Version, ext string) bool {
	if v == nil {
		return false
	}
	is := filetype.Canonical(v.MIME)
	return is.Fit() != nil && is.Under(ext) == filetype.Refused
}

// mistyped says of what type a content is in place of that of the extension, and what
// to do about it. It is the same for all files of a type, so that many are told once.
func mistyped(is filetype.Type, ext string, site provider.Site) (text, hint string) {
	switch {
	case is == filetype.HTML:
		return fmt.Sprintf("the title ends in .%s, and the content is a web page (%s), which the wiki refuses", ext, is),
			"a server may have sent an error or a login page in place of the file; get the file again"
	case is == filetype.AppleDouble:
		return fmt.Sprintf(`the title ends in .%s, and the content is what macOS keeps beside a file as "._" and its name`, ext),
			`leave names that begin with "._" out, and take the file itself`
	case is == filetype.Unknown:
		return fmt.Sprintf("the title ends in .%s, and the content does not begin as such a file does", ext), "look whether it is damaged, or was saved as something else"
	case is != filetype.SVG && is.IsText():
		return fmt.Sprintf("the title ends in .%s, and the content is text (%s)", ext, is),
			"look into the file; a server may have sent an error in its place"
	}
	hint = "convert it to a type that this wiki takes"
	if fit := fitting(is, site); fit != "" {
		hint = "let the title end in ." + fit
	}
	return fmt.Sprintf("the title ends in .%s, and the content is %s, which the wiki refuses there", ext, is), hint
}

// fitting is the extension under which this wiki takes a type, "" when it takes it
// under none that is known.
func fitting(is filetype.Type, site provider.Site) string {
	for _, ext := range is.Fit() {
		if site.Takes(ext) {
			return ext
		}
	}
	return ""
}

// doubtfulType is a remark on a content that the wiki takes under such a title, or may take.
func doubtfulType(c *Change, f *Facts) []Remark {
	u, ext := c.Upload(), c.Claim.Title.Ext()
	if u == nil {
		return nil
	}
	is := u.Content.Type
	said := fmt.Sprintf("the title ends in .%s, and the content is %s", ext, is)
	switch is.Under(ext) {
	case filetype.Fits:
		return nil
	case filetype.Odd:
		said += ", which the wiki takes and readers do not expect"
	default: // what is refused is blocked, but for a wiki that has such a file already
		said += ", which the wiki may refuse"
	}
	if fit := fitting(is, f.Site); fit != "" {
		said += "; ." + fit + " would fit"
	}
	return []Remark{{Kind: TypeDiffers, Text: said}}
}
